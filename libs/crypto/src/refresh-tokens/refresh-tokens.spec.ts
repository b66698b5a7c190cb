import { newId, type SessionId } from '@authengine/kernel';
import fc from 'fast-check';
import { KeyRing } from '../keys/key-ring.js';
import { RefreshTokens } from './refresh-tokens.js';

const OLD = 'old-0123456789abcdef0123456789abcdef';
const NEW = 'new-0123456789abcdef0123456789abcdef';

describe('RefreshTokens', () => {
  const tokens = new RefreshTokens(new KeyRing(NEW));
  const sessionId = newId<SessionId>();
  const token = tokens.issue(sessionId, 7);

  it('reads back the session and the counter of what it issued', () => {
    fc.assert(
      fc.property(fc.uuid({ version: 4 }), fc.integer({ min: 0, max: 2 ** 48 - 1 }), (id, counter) => {
        expect(tokens.read(tokens.issue(id as SessionId, counter))).toEqual({ sessionId: id, counter });
      }),
    );
  });

  it('gives the same successor again, and another for every counter and session', () => {
    expect(tokens.issue(sessionId, 7)).toBe(token);
    expect(token).toMatch(/^ae_rt_[\w-]{72}$/);
    expect(new Set([0, 1, 2, 255, 256, 2 ** 32].map((counter) => tokens.issue(sessionId, counter))).size).toBe(6);
    expect(tokens.issue(newId<SessionId>(), 7)).not.toBe(token);
  });

  it('refuses to issue for what is no session or counter', () => {
    expect(() => tokens.issue('x' as SessionId, 0)).toThrow(TypeError);
    for (const counter of [-1, 1.5, NaN, 2 ** 48]) expect(() => tokens.issue(sessionId, counter)).toThrow(RangeError);
  });

  it('SE-02 cannot be made without the key', () => {
    expect(new RefreshTokens(new KeyRing(OLD)).read(token)).toBeNull();
    const bytes = Buffer.from(token.slice(6), 'base64url');
    bytes.writeUIntBE(8, 16, 6);
    expect(tokens.read(`ae_rt_${bytes.toString('base64url')}`)).toBeNull();
  });

  it('CF-03 is read under a previous SECRET_KEY and issued under the current one', () => {
    const rotated = new RefreshTokens(new KeyRing(NEW, [OLD]));
    expect(rotated.read(new RefreshTokens(new KeyRing(OLD)).issue(sessionId, 3))).toEqual({ sessionId, counter: 3 });
    expect(rotated.issue(sessionId, 7)).toBe(token);
  });

  it('refuses every token in which one character was changed', () => {
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const mutant = Buffer.from(token, 'latin1');
        fc.pre(mutant[at] !== byte);
        mutant[at] = byte;
        expect(tokens.read(mutant.toString('latin1'))).toBeNull();
      }),
      { numRuns: 5_000 },
    );
  });

  it('answers null to anything else, of any type, and never throws', () => {
    fc.assert(fc.property(fc.anything(), (input) => tokens.read(input) === null), { numRuns: 1_000 });
    const others: unknown[] = [
      `${token}=`, `${token}\n`, ` ${token}`, token.slice(0, -1), `${token}A`, token.slice(6), 'ae_rt_', 'a'.repeat(1 << 20),
      [token], { toString: () => token }, undefined, null,
    ];
    for (const other of others) expect(tokens.read(other)).toBeNull();
  });
});
