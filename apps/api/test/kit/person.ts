import { setTimeout as after } from 'node:timers/promises';
import { PATIENCE_MS } from '@authengine/testing';
import type { TestApp } from '../test-app.js';

export const PASSWORD = 'seven herons over the estuary';

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

let people = 0;

export function newAddress(name = 'person'): string {
  people += 1;
  return `${name}.${people}.${process.pid}.${Date.now()}@people.test`;
}

/** PW-14: what no answer of the API may ever hold, looked for in every one that a spec gets by `call`. */
const PASSWORD_HASH = /\$2[aby]\$|\$argon2|hmac-sha384:/;

/** One request to the API; the body is what JSON it had, or its text. */
export async function call<T = Record<string, unknown>>(test: { readonly url: string }, method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer<T>> {
  const response = await fetch(`${test.url}/api/v1${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (PASSWORD_HASH.test(text)) throw new Error(`PW-14: ${method} ${path} answered with a hash of a password`);
  const json = response.headers.get('content-type')?.includes('json') === true && text !== '';
  return { status: response.status, headers: response.headers, body: (json ? JSON.parse(text) : text) as T };
}

/** A slow machine is busy sooner than a test expects: asks again while the answer is one of `later`, as a client does. */
export async function patiently<A extends { readonly status: number }>(ask: () => Promise<A>, later: readonly number[] = [503]): Promise<A> {
  for (const deadline = Date.now() + PATIENCE_MS; ; await after(RETRY_MS)) {
    const answer = await ask();
    if (!later.includes(answer.status) || Date.now() > deadline) return answer;
  }
}

/** What the API's Retry-After says of busy times. */
const RETRY_MS = 1_000;

export const bearer = (token: string): Record<string, string> => ({ Authorization: `Bearer ${token}` });

/** Signs a new person up, follows the mail, and leaves them signed out. */
export async function signUp(test: TestApp, email = newAddress(), password = PASSWORD): Promise<string> {
  await call(test, 'POST', '/auth/register', { email, password });
  await call(test, 'POST', '/auth/verify-email', { token: await test.mails.token(email) });
  return email;
}

export async function logIn(test: TestApp, email: string, password = PASSWORD): Promise<Tokens> {
  const answer = await patiently(() => call<Tokens>(test, 'POST', '/auth/login', { email, password }));
  if (answer.status !== 200) throw new Error(`login answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export function refresh(test: TestApp, refreshToken: string): Promise<Answer<Tokens & { code?: string }>> {
  return call(test, 'POST', '/auth/refresh', { refresh_token: refreshToken });
}

/** The super admin that the test settings name. */
export function logInAsSuperAdmin(test: TestApp): Promise<Tokens> {
  return logIn(test, test.settings.values.SUPERADMIN_EMAIL, test.settings.values.SUPERADMIN_PASSWORD);
}

/** A platform-wide service key. */
export async function serviceKey(test: TestApp, fields: Record<string, unknown> = {}): Promise<string> {
  const admin = await logInAsSuperAdmin(test);
  const answer = await call<{ raw_key: string }>(test, 'POST', '/platform/service-keys', { service_name: 'a service', ...fields }, bearer(admin.access_token));
  if (answer.status !== 201) throw new Error(`the key was answered with ${answer.status}`);
  return answer.body.raw_key;
}

export function introspect(test: TestApp, key: string, token: string, fields: Record<string, unknown> = {}): Promise<Answer> {
  return call(test, 'POST', '/auth/introspect', { token, ...fields }, { 'X-API-Key': key });
}

/** The audit entries of one kind, newest first, as the super admin reads them. */
export async function auditOf(test: TestApp, query: Readonly<Record<string, string>>): Promise<Record<string, unknown>[]> {
  const admin = await logInAsSuperAdmin(test);
  // What is worked out after the answer (who is mailed) is on record then.
  await test.mails.settle();
  const answer = await patiently(() => call<Record<string, unknown>[]>(test, 'GET', `/platform/audit?${new URLSearchParams(query).toString()}`, undefined, bearer(admin.access_token)));
  if (answer.status !== 200) throw new Error(`the audit log answered ${answer.status}`);
  return answer.body;
}
