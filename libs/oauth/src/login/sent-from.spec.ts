import { sentFrom } from './sent-from.js';

const TRUSTED = new Set(['https://app.example.com', 'https://auth.example.com']);
const PAGE = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const BROWSER = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.6 Safari/605.1.15';

describe('a request for the link', () => {
  it.each([
    [{ 'sec-fetch-site': 'same-origin', accept: PAGE, 'user-agent': BROWSER }],
    [{ 'sec-fetch-site': 'cross-site', referer: 'https://app.example.com/' }],
    [{ 'sec-fetch-site': 'same-site', referer: 'https://app.example.com/' }],
    [{ referer: 'https://app.example.com/account?x=https://evil.test', accept: PAGE, 'user-agent': BROWSER }],
  ])('is proven to come from a page of ours: %j', (headers) => {
    expect(sentFrom(headers, TRUSTED)).toBe('ours');
  });

  it.each([
    [{}],
    [{ accept: '*/*', 'user-agent': 'curl/8.5.0' }],
    [{ accept: '*/*', 'user-agent': 'python-requests/2.32.3', 'accept-encoding': 'gzip, deflate', connection: 'keep-alive' }],
    [{ accept: 'application/json, text/plain, */*', 'user-agent': 'axios/1.7.9' }],
    [{ accept: '*/*', 'accept-language': '*', 'sec-fetch-mode': 'cors', 'user-agent': 'node' }],
  ])('is no browser’s: %j', (headers) => {
    expect(sentFrom(headers, TRUSTED)).toBe('ours');
  });

  it.each([
    [{ 'sec-fetch-site': 'none' }],
    [{ 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-user': '?1', accept: PAGE, 'user-agent': BROWSER }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ 'sec-fetch-site': 'none', referer: '' }],
    [{ accept: PAGE, 'user-agent': BROWSER }],
    [{ accept: PAGE }],
    [{ accept: '*/*', 'user-agent': BROWSER }],
    [{ 'upgrade-insecure-requests': '1' }],
    [{ 'sec-fetch-mode': 'navigate' }],
    [{ 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }],
    [{ 'sec-ch-ua': '"Chromium";v="131"' }],
    [{ origin: 'null' }],
  ])('OC-02 may be anybody’s: %j', (headers) => {
    expect(sentFrom(headers, TRUSTED)).toBe('unknown');
  });

  it.each([
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'cross-site', referer: '' }],
    [{ 'sec-fetch-site': 'cross-site', referer: 'https://evil.test/' }],
    [{ 'sec-fetch-site': 'none', referer: 'https://evil.test/' }],
    [{ 'sec-fetch-site': 'same-site', referer: 'https://blog.example.com/' }],
    [{ referer: 'https://app.example.com.evil.test/' }],
    [{ referer: 'https://app.example.com@evil.test/' }],
    [{ referer: 'http://app.example.com/' }],
    [{ referer: 'null' }],
    [{ 'sec-fetch-site': 'what' }],
  ])('OC-02 is a stranger’s: %j', (headers) => {
    expect(sentFrom(headers, TRUSTED)).toBe('stranger');
  });
});
