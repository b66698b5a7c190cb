import { isOfApplication } from './application-credential.js';

const ID = '5b2f7c1e-9a64-4d0b-8c3a-2f6d1e7b9a05';
const KEY = `ae_sk_${'a'.repeat(64)}`;
const SECRET = `ae_cs_${'b'.repeat(43)}`;
const basic = (name: string, secret: string): Record<string, string> => ({ authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}` });
const asked = (headers: Record<string, string>, form = ''): boolean => isOfApplication({ headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }, rawHeaders: Object.entries(headers).flat() }, Buffer.from(form));

describe('whose credentials a question about a token has', () => {
  it('is an application that says its id and a secret, or an assertion', () => {
    expect(asked(basic(ID, SECRET))).toBe(true);
    expect(asked({}, `token=x&client_id=${ID}&client_secret=${SECRET}`)).toBe(true);
    expect(asked({}, 'token=x&client_assertion=a.b.c')).toBe(true);
  });

  it('is a service where a key is, under whatever name', () => {
    for (const name of ['', 'billing', ID]) expect(asked(basic(name, KEY))).toBe(false);
    expect(asked({ 'x-api-key': KEY }, 'token=x&client_assertion=a.b.c')).toBe(false);
    expect(asked({ authorization: `Bearer ${KEY}` })).toBe(false);
    expect(asked({}, `token=x&client_id=${ID}&client_secret=${KEY}`)).toBe(false);
  });

  it('is nobody without a secret, or without a name', () => {
    expect(asked({}, `token=x&client_id=${ID}`)).toBe(false);
    expect(asked(basic('', SECRET))).toBe(false);
    expect(asked({ 'content-type': 'application/json' }, '{"client_assertion":"x"}')).toBe(false);
  });
});
