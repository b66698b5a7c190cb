import { isOfOwnPage } from './own-page.js';

const OWN = 'https://auth.example.com';

describe('a POST', () => {
  it.each([[{ 'sec-fetch-site': 'same-origin', origin: OWN }], [{ 'sec-fetch-site': 'same-origin' }], [{ origin: OWN }]])('is of a page of ours: %j', (headers) => {
    expect(isOfOwnPage(headers, OWN)).toBe(true);
  });

  it.each([
    [{}],
    [{ origin: 'null' }],
    [{ origin: 'https://evil.test' }],
    [{ origin: 'https://app.example.com' }],
    [{ origin: 'http://auth.example.com' }],
    [{ 'sec-fetch-site': 'same-site', origin: 'https://blog.example.com' }],
    [{ 'sec-fetch-site': 'cross-site', origin: OWN }],
    [{ 'sec-fetch-site': 'none' }],
    [{ referer: `${OWN}/` }],
  ])('OC-02 may be another’s: %j', (headers) => {
    expect(isOfOwnPage(headers, OWN)).toBe(false);
  });
});
