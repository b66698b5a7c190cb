import { People, type FakeProvider } from '@authengine/testing';
import type { TestApp } from '../test-app.js';
import { newActor } from './actor.js';
import { challengeOf, complete, mfaPerson } from './authenticator.js';
import { beginRegistration, beginSignIn, completeRegistration, completeSignIn, passkeyPerson } from './passkeys.js';
import { type Answer, bearer, call, introspect, logIn, logInAsSuperAdmin, newAddress, PASSWORD, refresh, serviceKey, signUp, type Tokens } from './person.js';
import { Browser, exchange, someone } from './social.js';
import { SoftAuthenticator } from './soft-authenticator.js';

export const NEW_PASSWORD = 'nine otters under the bridge';
const APP = 'https://app.example.com/signed-in';

/** A token of one kind, new and good. */
export interface Issued {
  readonly token: string;
  /** Takes it where it belongs: 2xx while it is good. */
  readonly redeem: () => Promise<{ readonly status: number }>;
  /** What its reader's browser keeps, where it counts in that browser alone. */
  readonly cookie?: { readonly name: string; readonly value: string };
  /** An access token of whom it belongs to, where they are signed in. */
  readonly session?: string;
}

export interface TokenKind {
  /** As the sources name it: purpose, prefix or type. */
  readonly source: string;
  /** Where it belongs: keys of the takers. */
  readonly own: readonly string[];
  /** Only a mail carries it: whoever asks over HTTP never sees it. */
  readonly mailed?: true;
  issue(): Promise<Issued>;
}

const POST_VERIFY = ['POST /auth/verify-email token', 'GET /auth/verify-email token'];
const MAGIC_VERIFY = ['POST /auth/magic-link/verify token', 'GET /auth/magic-link/verify token'];
/** What takes a code of the second factor. */
const CODES = ['POST /auth/mfa/complete code', 'POST /auth/reauthenticate code', 'POST /me/email code', 'POST /me/mfa/enroll code', 'POST /me/mfa/recovery-codes code', 'DELETE /me/mfa/disable code', 'POST /me/mfa/disable code'];

/** Every kind of token that the service hands out, each belonging to a person of its own. */
export function tokenKinds(test: TestApp, provider: FakeProvider): Readonly<Record<string, TokenKind>> {
  const post = (path: string, body: unknown): Promise<Answer> => call(test, 'POST', path, body);
  const mailed = (email: string, path: string, subject?: string, more: Record<string, unknown> = {}) => async (): Promise<Issued> => {
    const token = await test.mails.token(email, subject);
    return { token, redeem: () => post(path, { token, ...more }) };
  };
  const signedIn = async (): Promise<Tokens & { readonly email: string }> => {
    const email = await signUp(test);
    return { email, ...(await logIn(test, email)) };
  };
  const changing = async (): Promise<{ readonly email: string; readonly next: string; readonly session: string }> => {
    const { email, access_token: session } = await signedIn();
    const next = newAddress('next');
    await call(test, 'POST', '/me/email', { new_email: next, password: PASSWORD }, bearer(session));
    return { email, next, session };
  };
  /** Somebody whom a provider told an address of that it does not prove. */
  const claiming = async (): Promise<{ readonly email: string; readonly browser: Browser; readonly session: string }> => {
    const [ada, browser] = [someone(undefined, false), new Browser(test, provider)];
    return { email: ada.email, browser, session: (await browser.signIn('google', ada)).body.access_token };
  };
  const linkTo = async (extra: Record<string, unknown> = {}): Promise<string> => {
    const email = await signUp(test);
    await post('/auth/magic-link/request', { email, ...extra });
    return test.mails.token(email, 'Your link to sign in');
  };
  const flow = async (): Promise<{ readonly state: string; readonly secret: string; readonly redeem: Issued['redeem'] }> => {
    const browser = new Browser(test, provider);
    const url = await browser.start('github');
    return { state: new URL(url).searchParams.get('state') ?? '', secret: browser.cookie('ae_oauth'), redeem: () => browser.back(provider.approve(url, someone().person)) };
  };

  return {
    'an access token': {
      source: 'at+jwt',
      own: ['bearer', 'POST /auth/invitations/accept bearer', 'POST /auth/verify-email bearer', 'GET /auth/verify-email bearer', 'POST /auth/introspect token', 'POST /auth/introspect token (form)', 'POST /auth/introspect/batch tokens', 'GET /auth/forward X-Forwarded-Access-Token', 'POST /auth/revoke token'],
      issue: async () => {
        const { access_token: token } = await signedIn();
        return { token, session: token, redeem: () => call(test, 'GET', '/me', undefined, bearer(token)) };
      },
    },
    'a refresh token': {
      source: 'ae_rt_',
      own: ['POST /auth/refresh refresh_token', 'POST /auth/logout refresh_token', 'refresh_cookie', 'POST /auth/revoke token'],
      issue: async () => {
        const { access_token: session, refresh_token: token } = await signedIn();
        return { token, session, redeem: () => refresh(test, token) };
      },
    },
    'a service key': {
      source: 'ae_sk_',
      own: ['api_key', 'service_basic', 'POST /auth/introspect client_secret (form)'],
      issue: async () => {
        const token = await serviceKey(test);
        return { token, redeem: () => introspect(test, token, 'whatever') };
      },
    },
    'a secret of an application': {
      source: 'ae_cs_',
      own: [],
      issue: async () => {
        const admin = await logInAsSuperAdmin(test);
        const { body } = await call<{ id: string; client_secret: string }>(test, 'POST', '/platform/applications', { name: 'a service', type: 'service' }, bearer(admin.access_token));
        const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: body.id, client_secret: body.client_secret });
        return { token: body.client_secret, redeem: () => fetch(`${test.url}/oauth2/token`, { method: 'POST', body: form }) };
      },
    },
    'a verification': {
      source: 'verify-email',
      mailed: true,
      own: POST_VERIFY,
      issue: async () => {
        const email = newAddress();
        await post('/auth/register', { email, password: PASSWORD });
        return mailed(email, '/auth/verify-email')();
      },
    },
    'a proof of an address that a provider told': {
      source: 'pending-email',
      mailed: true,
      own: POST_VERIFY,
      issue: async () => {
        const { email, browser, session } = await claiming();
        const token = await test.mails.token(email, 'asks for this address');
        return { token, session, cookie: { name: 'ae_asking', value: browser.cookie('ae_asking') }, redeem: () => call(test, 'POST', '/auth/verify-email', { token }, bearer(session)) };
      },
    },
    'the secret of a browser that asked for an address': {
      source: 'asking-browser',
      own: ['POST /auth/verify-email cookie'],
      issue: async () => {
        const { email, browser, session } = await claiming();
        const token = await test.mails.token(email, 'asks for this address');
        return { token: browser.cookie('ae_asking'), session, redeem: () => browser.post('/api/v1/auth/verify-email', { token }) };
      },
    },
    'a proof of another address': {
      source: 'change-email',
      mailed: true,
      own: POST_VERIFY,
      issue: async () => {
        const { next, session } = await changing();
        return { ...(await mailed(next, '/auth/verify-email')()), session };
      },
    },
    'an undoing of another address': {
      source: 'undo-email-change',
      mailed: true,
      own: ['POST /auth/undo-email-change token'],
      issue: async () => {
        const { email, next, session } = await changing();
        await post('/auth/verify-email', { token: await test.mails.token(next) });
        return { ...(await mailed(email, '/auth/undo-email-change', 'address was changed')()), session };
      },
    },
    'a reset': {
      source: 'password-reset',
      mailed: true,
      own: ['POST /auth/password-reset/confirm token', 'POST /auth/password-reset/preview token'],
      issue: async () => {
        const email = await signUp(test);
        await post('/auth/password-reset/request', { email });
        return mailed(email, '/auth/password-reset/confirm', 'password', { new_password: NEW_PASSWORD })();
      },
    },
    'a magic link': {
      source: 'magic-link',
      mailed: true,
      own: [...MAGIC_VERIFY, 'POST /auth/magic-link/preview token', 'POST /auth/magic-link/hand-over token'],
      issue: async () => {
        const token = await linkTo();
        return { token, redeem: () => post('/auth/magic-link/verify', { token }) };
      },
    },
    'a magic link that was handed over': {
      source: 'magic-link-handed-over',
      own: MAGIC_VERIFY,
      issue: async () => {
        const handed = await post('/auth/magic-link/hand-over', { token: await linkTo({ redirect_to: APP }) });
        const token = new URL(String(handed.body['redirect_to'])).searchParams.get('magic_link_token') ?? '';
        return { token, redeem: () => post('/auth/magic-link/verify', { token }) };
      },
    },
    'an invitation': {
      source: 'invitation',
      mailed: true,
      own: ['POST /auth/invitations/accept token', 'POST /auth/invitations/preview token'],
      issue: async () => {
        const owner = await newActor(test);
        const email = newAddress('guest');
        await owner.ask('POST', `/tenants/users/${await new People(test.dataSource).tenant(owner.id)}/users`, { email });
        return mailed(email, '/auth/invitations/accept', undefined, { password: PASSWORD })();
      },
    },
    '“not me”': {
      source: 'not-me',
      mailed: true,
      own: ['POST /auth/not-me token'],
      issue: async () => {
        const { email, session } = await changing();
        return { ...(await mailed(email, '/auth/not-me', 'new address was asked for')()), session };
      },
    },
    'an undoing of a deletion': {
      source: 'undo-deletion',
      mailed: true,
      own: ['POST /auth/undo-deletion token'],
      issue: async () => {
        const { email, access_token } = await signedIn();
        await call(test, 'DELETE', '/me', undefined, bearer(access_token));
        return mailed(email, '/auth/undo-deletion', 'will be deleted')();
      },
    },
    'an MFA challenge': {
      source: 'mfa-challenge',
      own: ['POST /auth/mfa/complete mfa_pending_token'],
      issue: async () => {
        const { email, tokens, recoveryCodes } = await mfaPerson(test);
        const { mfa_pending_token: token } = await challengeOf(test, email);
        return { token, session: tokens.access_token, redeem: () => complete(test, token, recoveryCodes[0] ?? '') };
      },
    },
    'a recovery code': {
      source: 'recovery-code',
      own: CODES,
      issue: async () => {
        const { email, tokens, recoveryCodes } = await mfaPerson(test);
        const token = recoveryCodes[0] ?? '';
        return { token, session: tokens.access_token, redeem: async () => complete(test, (await challengeOf(test, email)).mfa_pending_token, token) };
      },
    },
    'a ticket to link': {
      source: 'oauth-link',
      own: ['GET /auth/oauth/{provider}/link/start ticket', 'POST /auth/oauth/{provider}/link/start ticket'],
      issue: async () => {
        const { access_token: session } = await signedIn();
        const { url } = await new Browser(test, provider).askToLink('github', session);
        const open = async (): Promise<{ readonly status: number }> => {
          const browser = new Browser(test, provider);
          return browser.back(provider.approve((await browser.back(url ?? new URL('http://nowhere.test'))).location, someone().person));
        };
        return { token: url?.searchParams.get('ticket') ?? '', session, redeem: open };
      },
    },
    'an OAuth state': {
      source: 'oauth-state',
      own: ['GET /auth/oauth/{provider}/callback state'],
      issue: async () => {
        const { state, redeem } = await flow();
        return { token: state, redeem };
      },
    },
    'the secret of an OAuth browser': {
      source: 'oauth-browser',
      own: ['GET /auth/oauth/{provider}/callback cookie'],
      issue: async () => {
        const { secret, redeem } = await flow();
        return { token: secret, redeem };
      },
    },
    'an OAuth exchange code': {
      source: 'oauth-exchange',
      own: ['POST /auth/oauth/exchange code'],
      issue: async () => {
        const back = await new Browser(test, provider).signIn('google', someone(), { redirect_to: APP });
        const token = new URL(back.location).searchParams.get('code') ?? '';
        return { token, redeem: () => exchange(test, token) };
      },
    },
    'a challenge to register a passkey': {
      source: 'webauthn-registration',
      own: ['POST /auth/webauthn/register/complete credential'],
      issue: async () => {
        const { access_token: session } = await signedIn();
        const options = await beginRegistration(test, session);
        return { token: options.challenge, session, redeem: () => completeRegistration(test, session, new SoftAuthenticator().create(options)) };
      },
    },
    'a challenge to sign in by a passkey': {
      source: 'webauthn-authentication',
      own: ['POST /auth/webauthn/authenticate/complete credential', 'POST /auth/mfa/complete credential'],
      issue: async () => {
        const { authenticator, tokens } = await passkeyPerson(test);
        const options = await beginSignIn(test);
        return { token: options.challenge, session: tokens.access_token, redeem: () => completeSignIn(test, authenticator.get(options)) };
      },
    },
  };
}
