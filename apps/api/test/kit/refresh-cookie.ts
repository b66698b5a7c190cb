import type { Answer } from './person.js';

/** One cookie, as an answer sets it. */
export interface SetCookie {
  readonly name: string;
  readonly value: string;
  /** `Max-Age`, in days. */
  readonly days: number;
  /** The others as written, in alphabetical order; without `Expires` where it says the same as `Max-Age`. */
  readonly attributes: string[];
}

/** The refresh cookies that an answer sets; there is one for each path. */
export function refreshCookies({ headers }: Pick<Answer, 'headers'>): SetCookie[] {
  return headers.getSetCookie().filter((text) => text.includes('ae_refresh=')).map((text) => {
    const [pair = '', ...attributes] = text.split('; ');
    const [name = '', value = ''] = pair.split('=');
    const maxAge = attributes.find((attribute) => attribute.startsWith('Max-Age='))?.slice('Max-Age='.length);
    const others = attributes.filter((attribute) => !attribute.startsWith('Max-Age=') && !(maxAge !== undefined && attribute.startsWith('Expires=')));
    return { name, value, days: Number(maxAge) / 86_400, attributes: others.sort() };
  });
}

/** The header by which a browser sends back what the answer set. */
export function cookieOf(answer: Pick<Answer, 'headers'>): { readonly Cookie: string } {
  const [cookie, ...others] = refreshCookies(answer);
  if (!cookie || others.length !== 1 || others[0]?.value !== cookie.value) throw new Error('the answer does not set the cookie once for each path');
  return { Cookie: `${cookie.name}=${cookie.value}` };
}

/** Whether the browser is to forget the cookie, of both paths. */
export function forgetsCookie(answer: Pick<Answer, 'headers'>): boolean {
  const cookies = refreshCookies(answer);
  return cookies.length === 2 && cookies.every(({ value, attributes }) => value === '' && attributes.includes('Expires=Thu, 01 Jan 1970 00:00:00 GMT'));
}
