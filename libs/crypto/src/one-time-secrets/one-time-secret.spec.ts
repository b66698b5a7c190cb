import { hashOneTimeSecret, newOneTimeSecret } from './one-time-secret.js';

describe('one-time secrets', () => {
  it('are 256 random bits each', () => {
    const secrets = Array.from({ length: 10_000 }, newOneTimeSecret);
    expect(new Set(secrets).size).toBe(10_000);
    for (const secret of secrets) expect(secret).toMatch(/^[\w-]{43}$/);
  });

  it('are found again by their hash', () => {
    const secret = newOneTimeSecret();
    expect(hashOneTimeSecret('magic-link', secret)).toHaveLength(32);
    expect(hashOneTimeSecret('magic-link', secret)).toEqual(hashOneTimeSecret('magic-link', secret));
    expect(hashOneTimeSecret('magic-link', secret)).not.toEqual(hashOneTimeSecret('magic-link', newOneTimeSecret()));
  });

  it('TK-06 written by one flow are no other flow’s', () => {
    expect(hashOneTimeSecret('magic-link', 'secret')).not.toEqual(hashOneTimeSecret('reset-password', 'secret'));
    // The border between purpose and secret cannot be moved.
    expect(hashOneTimeSecret('magic', '-linksecret')).not.toEqual(hashOneTimeSecret('magic-link', 'secret'));
    expect(() => hashOneTimeSecret('magic\0link', 'secret')).toThrow(TypeError);
    expect(() => hashOneTimeSecret('', 'secret')).toThrow(TypeError);
  });
});
