import { defineKeyPurpose } from './key-purpose.js';
import { KeyRing } from './key-ring.js';

describe('the key purpose of an extension', () => {
  const ring = new KeyRing('a secret of thirty-two bytes, or more');

  it('has a key of its own', () => {
    const ids = [ring.derivedKey(defineKeyPurpose('sample.webhook')).id, ring.derivedKey(defineKeyPurpose('sample.export')).id, ring.derivedKey('sealed-secret').id];
    expect(new Set(ids).size).toBe(3);
  });

  it('is one use alone, and none of the product', () => {
    expect(() => defineKeyPurpose('sample.webhook')).toThrow('defined twice');
    for (const name of ['sealed-secret', 'refresh-token', 'Sample.x', 'sample.']) expect(() => defineKeyPurpose(name)).toThrow('not named like');
  });
});
