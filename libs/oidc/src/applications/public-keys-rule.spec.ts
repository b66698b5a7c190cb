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
});
