import { KEY_PURPOSES } from './key-purpose.js';
import { KeyRing } from './key-ring.js';

const OLD = 'old-0123456789abcdef0123456789abcdef';
const NEW = 'new-0123456789abcdef0123456789abcdef';

describe('KeyRing', () => {
  it('gives every purpose a key of its own with an id of its own', () => {
    const ring = new KeyRing(NEW);
    const keys = KEY_PURPOSES.map((purpose) => ring.derivedKey(purpose));
    expect(new Set(keys.map(({ key }) => key.export().toString('hex'))).size).toBe(KEY_PURPOSES.length);
    expect(new Set(keys.map(({ id }) => id)).size).toBe(KEY_PURPOSES.length);
    for (const { id, key } of keys) {
      expect(id).toMatch(/^[0-9a-f]{16}$/);
      expect(key.symmetricKeySize).toBe(32);
    }
  });

  it('derives the same key in every process and at every start', () => {
    // Fixed: another value here would make everything that is stored unreadable.
    expect(new KeyRing(NEW).derivedKey('sealed-secret').key.export().toString('hex')).toBe('43dd7122cde7f1df20d9d8f12d987e8e0279d12917e43b2e8e6953f93d55e845');
    expect(new KeyRing(NEW).derivedKey('sealed-secret').id).toBe('94232968e11670b6');
  });

  it('CF-03 makes with the current key and still finds those of previous secrets', () => {
    const before = new KeyRing(OLD).derivedKey('sealed-secret');
    const ring = new KeyRing(NEW, [OLD]);
    expect(ring.derivedKey('sealed-secret').id).not.toBe(before.id);
    expect(ring.findDerivedKey('sealed-secret', before.id)?.key.equals(before.key)).toBe(true);
    expect(ring.derivedKeys('sealed-secret').map(({ id }) => id)).toEqual([ring.derivedKey('sealed-secret').id, before.id]);
  });

  it('finds no key of another purpose or of a secret that was removed', () => {
    const ring = new KeyRing(NEW);
    expect(ring.findDerivedKey('sealed-secret', ring.derivedKey('refresh-token').id)).toBeUndefined();
    expect(ring.findDerivedKey('sealed-secret', new KeyRing(OLD).derivedKey('sealed-secret').id)).toBeUndefined();
  });

  it('refuses to work from an empty secret', () => {
    expect(() => new KeyRing('')).toThrow('SECRET_KEY');
    expect(() => new KeyRing(NEW, [''])).toThrow('SECRET_KEY');
  });
});
