import { People, type FakeProvider } from '@authengine/testing';
import type { TestApp } from '../test-app.js';
import { actorOf, newActor } from './actor.js';
import { challengeOf, complete, disable, enroll, mfaPerson, regenerate } from './authenticator.js';
import { application, Browser as PageBrowser, platformAdmin, redeem, relyingParty, signIn as signInOnPage, start, type MadeApplication } from './oidc.js';
import { addPasskey, beginSignIn, completeSignIn, passkeyPerson, removePasskey } from './passkeys.js';
import { bearer, call, logIn, newAddress, PASSWORD, refresh, signUp, type Answer } from './person.js';
import { Browser, exchange, someone } from './social.js';

export const APP = 'https://app.example.com';
const NEXT_PASSWORD = 'nine kestrels over the harbour';

/** What people do with their own accounts: each operation succeeds once. */
export async function actsOfAccounts(test: TestApp, provider: FakeProvider): Promise<void> {
  await mailedLinks(test);
  await passwords(test);
  await sessions(test);
  await profile(test);
  await secondFactors(test);
  await passkeys(test);
  await providers(test, provider);
  await applications(test);
}

async function mailedLinks(test: TestApp): Promise<void> {
  const email = newAddress('links');
  await call(test, 'POST', '/auth/register', { email, password: PASSWORD });
  await call(test, 'POST', '/auth/register', { email, password: PASSWORD });
  await test.mails.settle();
  test.clock.advance({ minutes: 2 });
  await call(test, 'POST', '/auth/verify-email/resend', { email });
  await call(test, 'GET', `/auth/verify-email?token=${await test.mails.token(email)}`);
  const link = async (fields: Record<string, unknown> = {}): Promise<string> => {
    test.clock.advance({ minutes: 2 });
    await call(test, 'POST', '/auth/magic-link/request', { email, ...fields });
    return test.mails.token(email, 'Your link to sign in');
  };
  await call(test, 'GET', `/auth/magic-link/verify?token=${await link()}`);
  await call(test, 'POST', '/auth/magic-link/verify', { token: await link() });
  await call(test, 'POST', '/auth/magic-link/hand-over', { token: await link({ redirect_to: `${APP}/in` }) });
}

async function passwords(test: TestApp): Promise<void> {
  const email = await signUp(test);
  const { access_token: token } = await logIn(test, email);
  await call(test, 'POST', '/auth/reauthenticate', { password: 'wrong' }, bearer(token));
  await call(test, 'POST', '/auth/reauthenticate', { password: PASSWORD }, bearer(token));
  await call(test, 'POST', '/auth/password', { current_password: 'wrong', new_password: NEXT_PASSWORD }, bearer(token));
  await call(test, 'POST', '/auth/password', { current_password: PASSWORD, new_password: NEXT_PASSWORD }, bearer(token));
  await call(test, 'POST', '/auth/not-me', { token: await test.mails.token(email, 'password was changed') });
  await call(test, 'POST', '/auth/password-reset/request', { email });
  await call(test, 'POST', '/auth/password-reset/confirm', { token: await test.mails.token(email, 'Choose a new password'), new_password: PASSWORD });
  await call(test, 'POST', '/auth/login', { email, password: 'wrong' });
  const withoutPassword = await newActor(test);
  await withoutPassword.ask('POST', '/auth/set-password', { new_password: NEXT_PASSWORD });
}

async function sessions(test: TestApp): Promise<void> {
  const email = await signUp(test);
  const [first, second, third, fourth] = [await logIn(test, email), await logIn(test, email), await logIn(test, email), await logIn(test, email)];
  const next = await refresh(test, first.refresh_token);
  const after = await refresh(test, next.body.refresh_token);
  test.clock.advance({ seconds: 30 });
  await refresh(test, first.refresh_token);
  await refresh(test, after.body.refresh_token);
  await call(test, 'POST', '/auth/logout', undefined, bearer(second.access_token));
  await fetch(`${test.url}/api/v1/auth/revoke`, { method: 'POST', body: new URLSearchParams({ token: third.refresh_token }) });
  const own = await call<{ id: string; current: boolean }[]>(test, 'GET', '/me/sessions', undefined, bearer(fourth.access_token));
  const other = await logIn(test, email);
  await call(test, 'DELETE', `/me/sessions/${own.body.find(({ current }) => current)?.id ?? ''}`, undefined, bearer(other.access_token));
  await call(test, 'DELETE', '/me/sessions', undefined, bearer(other.access_token));
}

async function profile(test: TestApp): Promise<void> {
  const email = await signUp(test);
  const { access_token: token } = await logIn(test, email);
  await call(test, 'PATCH', '/me', { first_name: 'Ada', avatar_url: null }, bearer(token));
  await call(test, 'PATCH', '/me', { first_name: 'Grace', last_name: 'Hopper' }, bearer(token));
  await call(test, 'GET', '/me/export', undefined, bearer(token));
  const next = newAddress('next');
  await call(test, 'POST', '/me/email', { new_email: newAddress('no'), password: 'wrong' }, bearer(token));
  await call(test, 'POST', '/me/email', { new_email: next, password: PASSWORD }, bearer(token));
  await call(test, 'POST', '/auth/verify-email', { token: await test.mails.token(next, 'Confirm your new') });
  await call(test, 'POST', '/auth/undo-email-change', { token: await test.mails.token(email, 'address was changed') });
  const leaving = await signUp(test);
  await call(test, 'DELETE', '/me', undefined, bearer((await logIn(test, leaving)).access_token));
  await call(test, 'POST', '/auth/undo-deletion', { token: await test.mails.token(leaving, 'deleted') });
}

async function secondFactors(test: TestApp): Promise<void> {
  const person = await mfaPerson(test);
  const token = person.tokens.access_token;
  await complete(test, (await challengeOf(test, person.email)).mfa_pending_token, person.authenticator.wrong());
  await complete(test, (await challengeOf(test, person.email)).mfa_pending_token, person.authenticator.next());
  await regenerate(test, token, person.authenticator.next());
  await enroll(test, token, { code: person.authenticator.next() });
  await disable(test, token, person.authenticator.next());
  const other = await mfaPerson(test);
  await call(test, 'POST', '/me/mfa/disable', { code: other.authenticator.next() }, bearer(other.tokens.access_token));
}

async function passkeys(test: TestApp): Promise<void> {
  const person = await passkeyPerson(test);
  await completeSignIn(test, person.authenticator.get(await beginSignIn(test)));
  await completeSignIn(test, person.authenticator.get(await beginSignIn(test), { count: 1 }));
  const { passkey } = await addPasskey(test, person.tokens.access_token);
  await removePasskey(test, person.tokens.access_token, passkey.id);
}

async function providers(test: TestApp, provider: FakeProvider): Promise<void> {
  const ada = someone();
  await new Browser(test, provider).signIn('google', ada);
  const back = await new Browser(test, provider).signIn('google', ada, { redirect_to: `${APP}/in` });
  await exchange(test, new URL(back.location).searchParams.get('code') ?? '');
  const email = await signUp(test);
  const { access_token: token } = await logIn(test, email);
  const linked = (await new Browser(test, provider).link('github', someone(), token)) as Answer<{ account?: { id: string } }>;
  await call(test, 'DELETE', `/auth/oauth/accounts/${linked.body.account?.id ?? ''}`, undefined, bearer(token));
  const browser = new Browser(test, provider);
  const { url } = await browser.askToLink('github', token);
  const page = await browser.get(`${url?.pathname ?? ''}${url?.search ?? ''}`, { accept: 'text/html' });
  if (page.status !== 200) throw new Error(`the page that asks whether to link was ${page.status}`);
  await call(test, 'POST', '/auth/oauth/github/link/start', { ticket: url?.searchParams.get('ticket') }, { 'sec-fetch-site': 'same-origin' });
}

async function applications(test: TestApp): Promise<void> {
  const admin = await platformAdmin(test);
  const app = await application(admin, { first_party: false });
  const config = await relyingParty(test, app);
  const [email, started, browser] = [await signUp(test), await start(config), new PageBrowser(test)];
  let page = await signInOnPage(browser, started.url, email);
  if (page.title.startsWith('Go on')) page = await page.send({ agree: 'yes' });
  const tokens = await redeem(config, started, page.url);
  await posted(test, app, '/oauth2/revoke', { token: tokens.access_token });
  const service = await admin.ask<MadeApplication>('POST', '/platform/applications', { name: 'Nightly job', type: 'service', first_party: true });
  const { access_token: ofItsOwn = '' } = await posted(test, service.body, '/oauth2/token', { grant_type: 'client_credentials' });
  await posted(test, service.body, '/oauth2/revoke', { token: ofItsOwn });
  await call(test, 'DELETE', `/me/applications/${app.id}`, undefined, bearer((await logIn(test, email)).access_token));
  await (await browser.open('http://auth.test/oauth2/logout')).send({ logout: 'yes' });
  const somebody = await new People(test.dataSource).user();
  await (await actorOf(test, somebody)).ask('POST', '/authz/explain', { user_id: somebody, permission: 'tenant.view', tenant_id: await new People(test.dataSource).tenant(somebody) });
}

async function posted(test: TestApp, { id, client_secret }: MadeApplication, path: string, form: Record<string, string>): Promise<{ readonly access_token?: string }> {
  const answer = await fetch(test.url + path, { method: 'POST', headers: { authorization: `Basic ${Buffer.from(`${id}:${client_secret}`).toString('base64')}` }, body: new URLSearchParams(form) });
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return JSON.parse((await answer.text()) || '{}') as { readonly access_token?: string };
}
