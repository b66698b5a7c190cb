import { People, type FakeProvider } from '@authengine/testing';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { TestApp } from '../test-app.js';
import { newActor } from './actor.js';
import { challengeOf, enroll, mfaPerson, type MfaPerson } from './authenticator.js';
import { operationsIn } from './operations.js';
import { passkeyPerson } from './passkeys.js';
import { bearer, call, logIn, newAddress, PASSWORD, serviceKey, signUp, type Answer } from './person.js';
import { Browser, someone } from './social.js';
import { SoftAuthenticator } from './soft-authenticator.js';
import { NEW_PASSWORD, type Issued } from './token-kinds.js';

/** What comes back from one request with a token where it does not belong. */
export interface Reply {
  readonly at: string;
  readonly status: number;
  readonly body: unknown;
}

export interface Taker {
  /** Its refusal uses up something of its own: a state, a try. */
  readonly usesUp?: true;
  /** What a token that is none there is answered: a 4xx unless told. */
  readonly refusal?: 401 | 'inactive' | 'nothing';
  present(token: string, issued: Pick<Issued, 'session'>): Promise<readonly Reply[]>;
}

/** So many MFA persons that nobody's guesses of a minute (10) are used up, at three places by every kind. */
const PATIENT = 12;
/** Fields, parameters and headers that take no token, wherever they are. */
const TOKENLESS = new Set(
  `email new_email password current_password new_password confirm_password first_name last_name username phone_number avatar_url redirect_to device_name
   limit cursor q status role type scope dry_run from to action resource actor_id target_user_id request_id owner_id tenant_id user_id role_id uid id
   name description level permission permissions role_name allowed_addresses service_name expires_at require_mfa provider token_type_hint include required_permissions iss error min_epoch Last-Event-ID code_challenge code_challenge_method code_verifier refresh_transport
   redirect_uris post_logout_redirect_uris backchannel_logout_uri first_party scopes token_endpoint_auth_method jwks jwks_uri access_token_format access_token_minutes secret_id
   url events enabled after event format ip_address webhook_id delivery_id entry_id size branding`.split(/\s+/),
);

/** An application's own, which nobody but it reads. */
const ITS_OWN = 'GET /auth/oauth/{provider}/login state';

/** The places of the document that take a token, or whose names do not say that they take none. */
export function tokenTakersIn(document: OpenAPIObject): string[] {
  const operations = operationsIn(document);
  const fields = operations.flatMap(({ method, path, fields: names, optional }) => [...names.filter((name) => !TOKENLESS.has(name)), ...optional].map((name) => `${method} ${path} ${name}`));
  return [...new Set([...fields.filter((place) => place !== ITS_OWN), ...operations.flatMap(({ schemes }) => schemes)])].sort();
}

/** Places that take a token and are no field of the document: the other form of a body, a cookie. */
export const UNTOLD = ['GET /auth/oauth/{provider}/callback cookie', 'POST /auth/verify-email cookie', 'POST /auth/introspect token (form)', 'POST /auth/introspect client_secret (form)'];

/** Every place that takes a token, and what it does with one that is none there. */
export async function tokenTakers(test: TestApp, provider: FakeProvider, document: OpenAPIObject): Promise<Readonly<Record<string, Taker>>> {
  const host = await mfaPerson(test);
  const patient = await Promise.all(Array.from({ length: PATIENT }, () => mfaPerson(test)));
  const enrolling = (await logIn(test, await signUp(test))).access_token;
  await enroll(test, enrolling);
  const passkey = await passkeyPerson(test);
  const key = await serviceKey(test);
  const invitation = await invitationToken(test);
  const claim = await claimToken(test, provider);
  const bearerOperations = operationsIn(document).filter(({ schemes }) => schemes.includes('bearer'));

  const one = (at: string, answer: { readonly status: number; readonly body: unknown }): Reply[] => [{ at, status: answer.status, body: answer.body }];
  const body = (at: string, more: Record<string, unknown> = {}, refusal: Pick<Taker, 'refusal'> = {}): Record<string, Taker> => {
    const [method = '', path = '', field = ''] = at.split(' ');
    return { [at]: { ...refusal, present: async (token) => one(at, await call(test, method, path, { [field]: token, ...more })) } };
  };
  const query = (path: string): Record<string, Taker> => {
    const at = `GET ${path} token`;
    return { [at]: { present: async (token) => one(at, await call(test, 'GET', `${path}?token=${encodeURIComponent(token)}`)) } };
  };
  /** A code of the MFA person, whose budget of guesses is whole. */
  const code = (at: string, session: string): Record<string, Taker> => {
    const [method = '', path = ''] = at.split(' ');
    return {
      [at]: {
        present: async (token) => {
          await test.dataSource.query('DELETE FROM second_factor_budgets');
          return one(at, await call(test, method, path, { code: token }, bearer(session)));
        },
      },
    };
  };
  /** A code of one MFA person after the other: it counts with guesses at the password too, of which each has few. */
  const tried = (at: string, attempt: (person: MfaPerson, token: string) => Promise<Answer>): Record<string, Taker> => ({
    [at]: {
      usesUp: true,
      present: async (token) => {
        await test.dataSource.query('DELETE FROM second_factor_budgets');
        const person = patient.shift() ?? host;
        patient.push(person);
        return one(at, await attempt(person, token));
      },
    },
  });
  const credential = (at: string, of: (token: string) => unknown): Record<string, Taker> => {
    const [method = '', path = ''] = at.split(' ');
    return { [at]: { present: async (token, { session = host.tokens.access_token }) => one(at, await call(test, method, path, { credential: of(token) }, path.includes('register') ? bearer(session) : {})) } };
  };
  const callback = (name: string, url: (token: string, back: URL) => string, cookie: (token: string, secret: string) => string): Record<string, Taker> => {
    const at = `GET /auth/oauth/{provider}/callback ${name}`;
    return {
      [at]: {
        ...(name === 'state' ? {} : { usesUp: true as const }),
        present: async (token) => {
          // Only where something of its own is used up anyway: a flow leaves a row.
          const browser = new Browser(test, provider);
          const back = name === 'state' ? new URL(`${test.url}/api/v1/auth/oauth/github/callback?code=x`) : provider.approve(await browser.start('github'), someone().person);
          const answer = await fetch(`${test.url}${url(token, back)}`, { redirect: 'manual', headers: { cookie: `ae_oauth=${cookie(token, browser.cookie('ae_oauth'))}` } });
          return one(at, { status: answer.status, body: await answer.text() });
        },
      },
    };
  };
  const withParameter = (back: URL, name: string, value: string): string => {
    back.searchParams.set(name, value);
    return back.pathname + back.search;
  };

  return {
    ...body('POST /auth/verify-email token'),
    ...query('/auth/verify-email'),
    ...body('POST /auth/refresh refresh_token'),
    ...body('POST /auth/logout refresh_token', {}, { refusal: 401 }),
    'POST /auth/refresh refresh_cookie': { present: async (token) => one('refresh (cookie)', await call(test, 'POST', '/auth/refresh', undefined, { cookie: `ae_refresh=${encodeURIComponent(token)}` })) },
    refresh_cookie: { refusal: 401, present: async (token) => one('logout (cookie)', await call(test, 'POST', '/auth/logout', undefined, { cookie: `ae_refresh=${encodeURIComponent(token)}` })) },
    ...body('POST /auth/magic-link/preview token'),
    ...body('POST /auth/magic-link/hand-over token'),
    ...body('POST /auth/magic-link/verify token'),
    ...query('/auth/magic-link/verify'),
    ...body('POST /auth/password-reset/preview token'),
    ...body('POST /auth/password-reset/confirm token', { new_password: NEW_PASSWORD }),
    ...body('POST /auth/not-me token'),
    ...body('POST /auth/undo-email-change token'),
    ...body('POST /auth/undo-deletion token'),
    ...body('POST /auth/invitations/preview token'),
    ...body('POST /auth/invitations/accept token', { password: PASSWORD }),
    ...body('POST /auth/oauth/exchange code'),
    ...body('POST /auth/mfa/complete mfa_pending_token', { code: '123456' }),
    ...tried('POST /auth/mfa/complete code', async ({ email }, token) => call(test, 'POST', '/auth/mfa/complete', { mfa_pending_token: (await challengeOf(test, email)).mfa_pending_token, code: token })),
    ...tried('POST /auth/mfa/complete credential', async ({ email }, token) =>
      call(test, 'POST', '/auth/mfa/complete', { mfa_pending_token: (await challengeOf(test, email)).mfa_pending_token, credential: passkey.authenticator.get({ challenge: token, rpId: 'auth.test' }) }),
    ),
    ...tried('POST /auth/reauthenticate code', ({ tokens }, token) => call(test, 'POST', '/auth/reauthenticate', { password: PASSWORD, code: token }, bearer(tokens.access_token))),
    ...tried('POST /me/email code', ({ tokens }, token) => call(test, 'POST', '/me/email', { new_email: newAddress('next'), password: PASSWORD, code: token }, bearer(tokens.access_token))),
    ...code('POST /me/mfa/enroll code', host.tokens.access_token),
    ...code('POST /me/mfa/recovery-codes code', host.tokens.access_token),
    ...code('DELETE /me/mfa/disable code', host.tokens.access_token),
    ...code('POST /me/mfa/disable code', host.tokens.access_token),
    ...code('POST /me/mfa/verify code', enrolling),
    ...credential('POST /auth/webauthn/register/complete credential', (challenge) => new SoftAuthenticator().create({ challenge, rp: { id: 'auth.test' }, user: { id: 'AAAA' } })),
    ...credential('POST /auth/webauthn/authenticate/complete credential', (challenge) => passkey.authenticator.get({ challenge, rpId: 'auth.test' })),
    'GET /auth/oauth/{provider}/link/start ticket': { present: async (token) => one('link/start', await call(test, 'GET', `/auth/oauth/github/link/start?ticket=${encodeURIComponent(token)}`)) },
    'POST /auth/oauth/{provider}/link/start ticket': { present: async (ticket) => one('link/start (page)', await call(test, 'POST', '/auth/oauth/github/link/start', { ticket }, { 'sec-fetch-site': 'same-origin' })) },
    ...callback('state', (token, back) => withParameter(back, 'state', token), (token) => token),
    ...callback('code', (token, back) => withParameter(back, 'code', token), (_, secret) => secret),
    ...callback('cookie', (_, back) => back.pathname + back.search, (token) => token),
    'POST /auth/invitations/accept bearer': {
      refusal: 401,
      present: async (token) => one('accept (bearer)', await call(test, 'POST', '/auth/invitations/accept', { token: invitation, password: PASSWORD }, bearer(token))),
    },
    'POST /auth/verify-email bearer': {
      present: async (token) => one('verify-email (bearer)', await call(test, 'POST', '/auth/verify-email', { token: claim }, bearer(token))),
    },
    'GET /auth/verify-email bearer': {
      present: async (token) => one('verify-email (bearer)', await call(test, 'GET', `/auth/verify-email?token=${claim}`, undefined, bearer(token))),
    },
    'GET /metrics bearer': {
      refusal: 401,
      present: async (token) => {
        const answer = await fetch(`${test.url}/metrics`, { headers: bearer(token) });
        return one('metrics', { status: answer.status, body: await answer.text() });
      },
    },
    'POST /auth/verify-email cookie': {
      present: async (token) => one('verify-email (cookie)', await call(test, 'POST', '/auth/verify-email', { token: claim }, { cookie: `ae_asking=${encodeURIComponent(token)}` })),
    },
    bearer: {
      refusal: 401,
      present: async (token) => {
        const asked = bearerOperations.map(async ({ method, path }) => {
          const answer = await call(test, method, path.replace(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000'), method === 'GET' ? undefined : {}, bearer(token));
          return one(`${method} ${path}`, answer);
        });
        return (await Promise.all(asked)).flat();
      },
    },
    'GET /auth/forward X-Forwarded-Access-Token': {
      refusal: 401,
      present: async (token) => one('forward', await call(test, 'GET', '/auth/forward', undefined, { ...basic(key), 'X-Forwarded-Access-Token': token })),
    },
    'POST /auth/introspect/batch tokens': {
      refusal: 'inactive',
      present: async (token) => {
        const answer = await call<{ results: unknown[] }>(test, 'POST', '/auth/introspect/batch', { tokens: [{ token }] }, { 'X-API-Key': key });
        return one('batch', { status: answer.status, body: answer.body.results[0] });
      },
    },
    'POST /auth/introspect client_secret (form)': {
      refusal: 401,
      present: async (token) => {
        const answer = await fetch(`${test.url}/api/v1/auth/introspect`, { method: 'POST', body: new URLSearchParams({ token: host.tokens.access_token, client_secret: token }) });
        return one('introspect (client_secret)', { status: answer.status, body: await answer.json() });
      },
    },
    'POST /auth/revoke token': {
      refusal: 'nothing',
      present: async (token) => {
        const answer = await fetch(`${test.url}/api/v1/auth/revoke`, { method: 'POST', body: new URLSearchParams({ token }) });
        return one('revoke', { status: answer.status, body: await answer.text() });
      },
    },
    service_basic: { refusal: 401, present: async (token) => one('Basic', await call(test, 'POST', '/auth/introspect', { token: host.tokens.access_token }, basic(token))) },
    api_key: { refusal: 401, present: async (token) => one('X-API-Key', await call(test, 'POST', '/auth/introspect', { token: host.tokens.access_token }, { 'X-API-Key': token })) },
    'POST /auth/introspect token': { refusal: 'inactive', present: async (token) => one('introspect', await call(test, 'POST', '/auth/introspect', { token }, { 'X-API-Key': key })) },
    'POST /auth/introspect token (form)': {
      refusal: 'inactive',
      present: async (token) => {
        const answer = await fetch(`${test.url}/api/v1/auth/introspect`, { method: 'POST', headers: { 'X-API-Key': key }, body: new URLSearchParams({ token, token_type_hint: 'refresh_token' }) });
        return one('introspect (form)', { status: answer.status, body: await answer.json() });
      },
    },
  };
}

const basic = (key: string): Record<string, string> => ({ Authorization: `Basic ${Buffer.from(`:${new URLSearchParams([['', key]]).toString().slice(1)}`).toString('base64')}` });

/** Of an address that an account asks for. */
async function claimToken(test: TestApp, provider: FakeProvider): Promise<string> {
  const ada = someone(undefined, false);
  await new Browser(test, provider).signIn('google', ada);
  return test.mails.token(ada.email);
}

async function invitationToken(test: TestApp): Promise<string> {
  const owner = await newActor(test);
  const email = newAddress('guest');
  await owner.ask('POST', `/tenants/users/${await new People(test.dataSource).tenant(owner.id)}/users`, { email });
  return test.mails.token(email);
}
