import { mayBeSentFrom } from './sent-from.js';

const TRUSTED = new Set(['https://app.example.com', 'https://auth.example.com']);

describe('a navigation', () => {
  it.each([
    [{}],
    [{ 'sec-fetch-site': 'none' }],
    [{ 'sec-fetch-site': 'same-origin' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ 'sec-fetch-site': 'cross-site', referer: 'https://app.example.com/' }],
    [{ referer: 'https://app.example.com/account?x=https://evil.test' }],
  ])('may be an application’s: %j', (headers) => {
    expect(mayBeSentFrom(headers, TRUSTED)).toBe(true);
  });

  it.each([
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'cross-site', referer: 'https://evil.test/' }],
    [{ 'sec-fetch-site': 'none', referer: 'https://evil.test/' }],
    [{ 'sec-fetch-site': 'same-site', referer: 'https://blog.example.com/' }],
    [{ referer: 'https://app.example.com.evil.test/' }],
    [{ referer: 'https://app.example.com@evil.test/' }],
    [{ referer: 'http://app.example.com/' }],
    [{ referer: 'null' }],
    [{ 'sec-fetch-site': 'what' }],
  ])('OC-02 is a stranger’s: %j', (headers) => {
    expect(mayBeSentFrom(headers, TRUSTED)).toBe(false);
  });
});
