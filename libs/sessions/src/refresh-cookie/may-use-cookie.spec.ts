import { mayUseCookie } from './may-use-cookie.js';

const OWN = 'https://auth.example.com';
const APP = 'https://app.example.com';
const may = (origin?: string, site?: string): boolean =>
  mayUseCookie({ ...(origin === undefined ? {} : { origin }), ...(site === undefined ? {} : { 'sec-fetch-site': site }) }, new Set([OWN, APP]));

type From = [origin: string | undefined, site: string | undefined];

describe('the refresh cookie', () => {
  it.each<From>([[OWN, 'same-origin'], [APP, 'same-site'], [APP, undefined], [OWN, undefined], [undefined, undefined], [undefined, 'same-origin'], [undefined, 'none']])('SE-15 is for a request from %s, %s', (origin, site) => {
    expect(may(origin, site)).toBe(true);
  });

  it.each<From>([
    ['https://evil.example', undefined],
    ['null', undefined],
    ['', undefined],
    ['*', undefined],
    [`${APP}.evil.example`, undefined],
    [`${APP}/`, undefined],
    [`${APP}:443`, undefined],
    ['https://APP.example.com', undefined],
    ['http://app.example.com', undefined],
    [`${APP}, ${APP}`, undefined],
    ['https://evil.example', 'same-origin'],
    [APP, 'cross-site'],
    [undefined, 'cross-site'],
    [undefined, 'same-site'],
    [undefined, ''],
  ])('HT-06 is not for a request from %s, %s', (origin, site) => {
    expect(may(origin, site)).toBe(false);
  });
});
