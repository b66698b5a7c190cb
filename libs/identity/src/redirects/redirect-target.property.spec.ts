import fc from 'fast-check';
import { redirectTarget, withParameters } from './redirect-target.js';

const ALLOWED = ['https://app.example.com', 'https://app.example.com:8443', 'http://localhost:3000'];

describe('where a sign-in may return to', () => {
  it.each(['https://app.example.com', 'https://app.example.com/', 'https://app.example.com/a/b?x=1#/y', 'https://app.example.com?x', 'https://app.example.com:8443/', 'http://localhost:3000/cb'])(
    'allows %s',
    (text) => {
      expect(redirectTarget(text, ALLOWED)?.origin).toBe(new URL(text).origin);
    },
  );

  it.each([
    '//evil.com', '/\\evil.com', '\\\\evil.com', 'https:evil.com', 'https:/evil.com', 'https:\\\\evil.com', '%2f%2fevil.com', '/%09/evil.com', '/local/path', '', ' ', 'javascript:alert(1)', 'data:text/html,x',
    'https://app.example.com@evil.com', 'https://app.example.com:x@evil.com/', 'https://user@app.example.com/', 'https://app.example.com.evil.com/', 'https://evil.com/https://app.example.com/',
    'https://app.example.com\\@evil.com/', 'https://app.example.com\\.evil.com', 'https://app.example.com%2eevil.com/', 'https://app.example.com%00.evil.com/', 'https://app.example.com。evil.com/',
    'https://app。example。com/', 'https://app.example.com./', 'https://APP.example.com/', 'https://app.example.com:444/', 'https://app.example.com:443/', 'http://app.example.com/', 'https://app.example.com/\r\nSet-Cookie: a=b',
    'https://app.example.com/\t', ' https://app.example.com/', 'https://app.example.com/ ', 'https://xn--app-example.com/', 'https://appXexample.com/', 'http://localhost:30001/', 'http://localhost:3000.evil.com/', 'http://localhost:3000@evil.com/',
    'https://app.example.com:8443@evil.com/', 'HTTPS://app.example.com/', 'https:///app.example.com/', 'ftp://app.example.com/', 'blob:https://app.example.com/x', `https://app.example.com/${'a'.repeat(2048)}`, 'https://app.example.com/\u202e',
  ])('RD-01 refuses %j', (text) => {
    expect(redirectTarget(text, ALLOWED)).toBeNull();
  });

  it('RD-02 an origin pins no path, so no trick with paths leaves it', () => {
    for (const path of ['/app/../x', '/%2e%2e/%2e%2e/', '//evil.com', '/.//evil.com', '/;@evil.com', '/?u=https://evil.com', '#@evil.com']) {
      expect(redirectTarget(`https://app.example.com${path}`, ALLOWED)?.host).toBe('app.example.com');
    }
  });

  it('RD-01 leaves the addresses of native applications to the rule that asks for a challenge', () => {
    for (const text of ['http://127.0.0.1', 'http://127.0.0.1/cb', 'http://127.0.0.1/cb#x', 'http://[::1]/#', 'com.example.app:/callback']) {
      expect(redirectTarget(text, ['http://127.0.0.1', 'http://[::1]', 'com.example.app:/callback'])).toBeNull();
    }
  });

  it('refuses everything where nothing is allowed', () => {
    expect(redirectTarget('https://app.example.com/', [])).toBeNull();
  });

  const piece = fc.constantFrom('https:', 'http:', '//', '/', '\\', '@', ':', '.', '..', '%2f', '%5c', '%00', '\t', '\n', '?', '#', 'app.example.com', 'localhost:3000', 'evil.com', 'javascript:', '。', '8443', ' ', ...ALLOWED);
  const hostile = fc.oneof(fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')), fc.tuple(fc.constantFrom(...ALLOWED), fc.string()).map((both) => both.join('')), fc.webUrl(), fc.string());

  it('RD-01 never yields a foreign origin, however it is read', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const target = redirectTarget(text, ALLOWED);
        if (!target) return;
        expect(ALLOWED).toContain(new URL(text).origin);
        // What a browser makes of it on a page of ours, and what the answer's Location says.
        expect(ALLOWED).toContain(new URL(text, 'https://auth.example.com/api').origin);
        const location = withParameters(text, { code: 'x' });
        expect(ALLOWED).toContain(new URL(location).origin);
        expect(location).not.toMatch(/[\r\n\\]/);
      }),
      { numRuns: 5_000 },
    );
  });

  it('adds its parameters to the target’s own, in place of ones of the same name', () => {
    expect(withParameters('https://app.example.com/cb?a=1&code=planted&code=twice#/x', { code: 'c&d' })).toBe('https://app.example.com/cb?a=1&code=c%26d#/x');
  });
});
