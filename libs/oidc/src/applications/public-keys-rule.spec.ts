import { generateKeyPairSync } from 'node:crypto';
import { publicKeysFault } from './public-keys-rule.js';

describe('public keys of an application', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  it('are a JSON Web Key Set', () => {
    expect(publicKeysFault({ keys: [publicKey.export({ format: 'jwk' })] })).toBeNull();
  });

  it.each([null, 1, [], {}, { keys: {} }, { keys: [] }, { keys: [null] }, { keys: ['x'] }, { keys: [{ kty: 'EC' }] }, { keys: Array.from({ length: 11 }, () => publicKey.export({ format: 'jwk' })) }])('are not %j', (value) => {
    expect(publicKeysFault(value)).not.toBeNull();
  });

  it('hold nothing private', () => {
    expect(publicKeysFault({ keys: [privateKey.export({ format: 'jwk' })] })).toMatch(/private/);
    expect(publicKeysFault({ keys: [{ kty: 'oct', k: 'c2VjcmV0' }] })).toMatch(/private/);
  });

  it('can all sign what is taken, and are written as the protocol reads them', () => {
    const jwk = publicKey.export({ format: 'jwk' });
    const of = (type: 'ec' | 'rsa' | 'x25519' | 'ed25519', options = {}) => (generateKeyPairSync as (type: string, options: object) => { publicKey: typeof publicKey })(type, options).publicKey.export({ format: 'jwk' });
    for (const key of [{ ...jwk, kid: 'one', use: 'sig', alg: 'ES256' }, of('rsa', { modulusLength: 2048 }), of('ed25519')]) expect(publicKeysFault({ keys: [key] })).toBeNull();
    for (const key of [{ ...jwk, kid: 5 }, { ...jwk, alg: {} }, { ...jwk, use: 'enc' }, of('rsa', { modulusLength: 1024 }), of('ec', { namedCurve: 'secp256k1' }), of('x25519')]) expect(publicKeysFault({ keys: [key] })).toMatch(/^keys\.0 must/);
  });
});
