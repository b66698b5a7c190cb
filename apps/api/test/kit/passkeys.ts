import type { TestApp } from '../test-app.js';
import { bearer, call, logIn, signUp, type Answer, type Tokens } from './person.js';
import { SoftAuthenticator, type CreationOptions, type CredentialJson, type Deviation, type RequestOptions } from './soft-authenticator.js';

export interface PasskeyView {
  readonly id: string;
  readonly credential_id: string;
  readonly device_name: string;
  readonly transports: string[];
  readonly backed_up: boolean;
  readonly created_at: string;
  readonly last_used_at: string | null;
}

export type SignedIn = Tokens & { readonly user: Record<string, unknown>; readonly code?: string };

export async function beginRegistration(test: TestApp, token: string): Promise<CreationOptions & Record<string, unknown>> {
  const answer = await call<CreationOptions & Record<string, unknown>>(test, 'POST', '/auth/webauthn/register/begin', undefined, bearer(token));
  if (answer.status !== 200) throw new Error(`register/begin answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export function completeRegistration(test: TestApp, token: string, credential: unknown, fields: Record<string, unknown> = {}): Promise<Answer<PasskeyView & { code?: string }>> {
  return call(test, 'POST', '/auth/webauthn/register/complete', { credential, ...fields }, bearer(token));
}

/** Registers a new passkey of the signed-in user. */
export async function addPasskey(test: TestApp, token: string, deviation: Deviation = {}, authenticator = new SoftAuthenticator()): Promise<{ authenticator: SoftAuthenticator; passkey: PasskeyView }> {
  const answer = await completeRegistration(test, token, authenticator.create(await beginRegistration(test, token), deviation));
  if (answer.status !== 200) throw new Error(`register/complete answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return { authenticator, passkey: answer.body };
}

export interface PasskeyPerson {
  readonly email: string;
  readonly tokens: Tokens;
  readonly authenticator: SoftAuthenticator;
  readonly passkey: PasskeyView;
}

export async function passkeyPerson(test: TestApp, deviation: Deviation = {}): Promise<PasskeyPerson> {
  const email = await signUp(test);
  const tokens = await logIn(test, email);
  return { email, tokens, ...(await addPasskey(test, tokens.access_token, deviation)) };
}

export async function beginSignIn(test: TestApp, body?: unknown): Promise<RequestOptions & Record<string, unknown>> {
  const answer = await call<RequestOptions & Record<string, unknown>>(test, 'POST', '/auth/webauthn/authenticate/begin', body);
  if (answer.status !== 200) throw new Error(`authenticate/begin answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export function completeSignIn(test: TestApp, credential: CredentialJson): Promise<Answer<SignedIn>> {
  return call(test, 'POST', '/auth/webauthn/authenticate/complete', { credential });
}

/** One whole sign-in by the passkey. */
export async function signInBy(test: TestApp, authenticator: SoftAuthenticator, deviation: Deviation = {}): Promise<Answer<SignedIn>> {
  return completeSignIn(test, authenticator.get(await beginSignIn(test), deviation));
}

export async function passkeysOf(test: TestApp, token: string): Promise<PasskeyView[]> {
  return (await call<PasskeyView[]>(test, 'GET', '/me/webauthn/credentials', undefined, bearer(token))).body;
}

export function removePasskey(test: TestApp, token: string, id: string): Promise<Answer<{ code?: string }>> {
  return call(test, 'DELETE', `/me/webauthn/credentials/${id}`, undefined, bearer(token));
}
