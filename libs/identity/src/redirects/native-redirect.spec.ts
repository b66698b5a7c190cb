import { nativeRedirect } from './native-redirect.js';

const ALLOWED = ['https://app.example.com', 'com.example.app:/callback', 'com.example.other://signed-in', 'http://127.0.0.1', 'http://[::1]'];

describe('where a sign-in of a native application may return to', () => {
  it.each(['com.example.app:/callback', 'com.example.other://signed-in', 'http://127.0.0.1', 'http://127.0.0.1:51004/cb', 'http://127.0.0.1:1/cb?x=1', 'http://[::1]:51004/cb'])('allows %s', (text) => {
    expect(nativeRedirect(text, ALLOWED)?.href).toBe(new URL(text).href);
  });

  it.each([
    'com.example.app:/callback/', 'com.example.app:/callback?x=1', 'com.example.app:/callback#x', 'com.example.app:/', 'com.example.app://callback', 'COM.EXAMPLE.APP:/callback', 'com.example.app2:/callback',
    'https://app.example.com', 'http://localhost:51004/cb', 'http://127.0.0.2/', 'http://127.1/', 'http://2130706433/', 'http://0x7f.0.0.1/', 'http://127.0.0.1.evil.com/', 'http://127.0.0.1@evil.com/', 'http://127.0.0.1:80@evil.com/',
    'http://user@127.0.0.1/', 'http://127.0.0.1:99999999/', 'http://127.0.0.1:x/', 'http://127.0.0.1\\@evil.com/', 'http://127.0.0.1/\\evil', 'http://127.0.0.1/#x', 'http://127.0.0.1:51004/ x', 'https://127.0.0.1:51004/', 'HTTP://127.0.0.1/',
    'http://[::2]/', 'http://[0:0:0:0:0:0:0:1]:1/', 'javascript:alert(1)', '', `http://127.0.0.1/${'a'.repeat(2048)}`,
  ])('RD-01 refuses %j', (text) => {
    expect(nativeRedirect(text, ALLOWED)).toBeNull();
  });

  it('refuses what is not listed', () => {
    for (const text of ['com.example.app:/callback', 'http://127.0.0.1:51004/']) expect(nativeRedirect(text, ['https://app.example.com', 'http://[::1]'])).toBeNull();
  });
});
