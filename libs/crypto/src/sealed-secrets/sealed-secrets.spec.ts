import fc from 'fast-check';
import { KeyRing } from '../keys/key-ring.js';
import { SealedSecretError } from './sealed-secret-error.js';
import { SealedSecrets } from './sealed-secrets.js';

const OLD = 'old-0123456789abcdef0123456789abcdef';
const NEW = 'new-0123456789abcdef0123456789abcdef';

function faultOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof SealedSecretError) return error.fault;
    throw error;
  }
  return 'opened';
}

describe('SealedSecrets', () => {
  const secrets = new SealedSecrets(new KeyRing(NEW));
  const sealed = secrets.seal('JBSWY3DPEHPK3PXP', 'totp:1');

  it('opens what it sealed: any text, any bytes, any context', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.uint8Array(), fc.string(), (text, bytes, context) => {
        expect(secrets.open(secrets.seal(text, context), context)).toBe(text);
        expect(secrets.openBytes(secrets.seal(Buffer.from(bytes), context), context)).toEqual(Buffer.from(bytes));
      }),
    );
    expect(secrets.open(secrets.seal('\ufeffmarked', 'x'), 'x')).toBe('\ufeffmarked');
  });

  it('names the version and the key, and hides the rest', () => {
    expect(sealed).toMatch(/^v1\.[0-9a-f]{16}\.[\w-]{16}\.[\w-]+$/);
    expect(sealed).not.toContain('JBSWY3DP');
    expect(new Set(Array.from({ length: 1_000 }, () => secrets.seal('same', 'x').split('.')[2])).size).toBe(1_000);
  });

  it('does not open in another context', () => {
    expect(faultOf(() => secrets.open(sealed, 'totp:2'))).toBe('tampered');
    expect(faultOf(() => secrets.open(sealed, ''))).toBe('tampered');
  });

  it('does not open when one byte was changed', () => {
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const mutant = Buffer.from(sealed, 'latin1');
        fc.pre(mutant[at] !== byte);
        mutant[at] = byte;
        expect(faultOf(() => secrets.open(mutant.toString('latin1'), 'totp:1'))).not.toBe('opened');
      }),
      { numRuns: 2_000 },
    );
  });

  it('says what is wrong without the secret', () => {
    expect(faultOf(() => secrets.open('JBSWY3DPEHPK3PXP', 'totp:1'))).toBe('malformed');
    expect(faultOf(() => secrets.open(`${sealed}=`, 'totp:1'))).toBe('malformed');
    expect(faultOf(() => secrets.open(sealed.slice(0, 50), 'totp:1'))).toBe('malformed');
    expect(faultOf(() => new SealedSecrets(new KeyRing(OLD)).open(sealed, 'totp:1'))).toBe('unknown_key');
    expect(() => secrets.open(sealed, 'totp:2')).toThrow('sealed secret is tampered');
  });

  it('opens bytes as text only when they are text, and seals text only when it can be read back', () => {
    expect(faultOf(() => secrets.open(secrets.seal(Buffer.from([0xff, 0xfe]), 'x'), 'x'))).toBe('malformed');
    expect(() => secrets.seal('\ud800', 'x')).toThrow(TypeError);
  });

  it('CF-03 opens under a previous SECRET_KEY and asks to seal anew', () => {
    const old = new SealedSecrets(new KeyRing(OLD)).seal('secret', 'x');
    const rotated = new SealedSecrets(new KeyRing(NEW, [OLD]));
    expect(rotated.open(old, 'x')).toBe('secret');
    expect(rotated.needsReseal(old)).toBe(true);
    expect(rotated.needsReseal(rotated.seal('secret', 'x'))).toBe(false);
    expect(secrets.open(rotated.seal('secret', 'x'), 'x')).toBe('secret');
  });
});
