// What the load asks about: a service key, and sessions of many users, all made over the API.
import { setTimeout as sleep } from 'node:timers/promises';

export const PASSWORD = 'a long walk on a quiet shore';

/** @param tenantId of a tenant's own key; without it the key is the platform's */
export async function serviceKey(base, { email, password }, tenantId) {
  const { access_token } = await call(base, '/api/v1/auth/login', { email, password });
  const { raw_key } = await call(base, '/api/v1/platform/service-keys', { service_name: 'bench', ...(tenantId === undefined ? {} : { tenant_id: tenantId }) }, { authorization: `Bearer ${access_token}` });
  return raw_key;
}

export function addressesOf(users) {
  return Array.from({ length: users }, (_, i) => `bench-${i}@example.com`);
}

/** Signs up `users` users and signs each of them in until there are `count` tokens. */
export async function accessTokens(base, users, count) {
  const addresses = addressesOf(users);
  for (const email of addresses) await signUp(base, email);
  const each = Math.ceil(count / users);
  const tokens = await Promise.all(addresses.map((email) => signIn(base, email, each)));
  return tokens.flat().slice(0, count);
}

export async function signUp(base, email) {
  await call(base, '/api/v1/auth/register', { email, password: PASSWORD, first_name: 'Bench', last_name: 'Mark' });
  await call(base, '/api/v1/auth/verify-email', { token: await mailedToken(base, email) });
}

async function mailedToken(base, email) {
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await fetch(`${base}/dev/mailbox/messages?to=${encodeURIComponent(email)}`);
    const token = (await answer.json()).map(({ text }) => /#token=([^\s"<>&]+)/.exec(text)?.[1]).find(Boolean);
    if (token) return decodeURIComponent(token);
    await sleep(50);
  }
  throw new Error('no mail with a verification link came');
}

export async function signIn(base, email, times, password = PASSWORD) {
  const tokens = [];
  while (tokens.length < times) tokens.push((await call(base, '/api/v1/auth/login', { email, password })).access_token);
  return tokens;
}

async function call(base, path, body, headers = {}) {
  const ask = () => fetch(base + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
  let answer = await ask();
  // Busy, on a machine that is: what is measured comes later.
  for (let tries = 0; answer.status === 503 && tries < 100; tries += 1) {
    await sleep(200);
    answer = await ask();
  }
  const text = await answer.text();
  if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}: ${text.slice(0, 300)}`);
  return text === '' ? undefined : JSON.parse(text);
}
