import { FakeClock, FakeProvider } from '@authengine/testing';
import { actorOf, newActor } from './kit/actor.js';
import { auditOf, bearer, call, logIn, logInAsSuperAdmin, PASSWORD, signUp } from './kit/person.js';
import { Browser, someone } from './kit/social.js';
import { createTestApp, type TestApp } from './test-app.js';

const NEW_PASSWORD = 'nine otters under the bridge';
let boxes = 0;

/** One mailbox in the two spellings that people and programs write. */
function mailbox(): { readonly typed: string; readonly canonical: string; readonly shouted: string } {
  boxes += 1;
  return { typed: `ada${boxes}@bücher.example`, canonical: `ada${boxes}@xn--bcher-kva.example`, shouted: ` ADA${boxes}@BU\u0308CHER.EXAMPLE ` };
}

describe('an address with an international domain', () => {
  const clock = new FakeClock();
  const provider = new FakeProvider(clock);
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ clock, provider });
  });
  afterAll(() => test.close());

  const userOf = async (email: string): Promise<Record<string, unknown>> => (await call(test, 'GET', '/me', undefined, bearer((await logIn(test, email)).access_token))).body;

  it('is one account, whichever way it is written at registration and at login', async () => {
    const { typed, canonical, shouted } = mailbox();
    await signUp(test, typed);
    const users = [await userOf(typed), await userOf(canonical), await userOf(shouted)];
    expect(new Set(users.map(({ id }) => id)).size).toBe(1);
    expect(users[0]).toMatchObject({ email: canonical });
    await call(test, 'POST', '/auth/register', { email: canonical, password: PASSWORD });
    await test.mails.latest(typed, 'You already have an account');
    expect((await test.mails.latest(typed)).to).toBe(canonical);
    expect(await test.dataSource.query("SELECT count(*)::int AS count FROM users WHERE email LIKE '%cher%.example' AND email LIKE $1", [`ada${boxes}@%`])).toEqual([{ count: 1 }]);
  });

  it('of parallel registrations in every spelling is one user', async () => {
    const { typed, canonical, shouted } = mailbox();
    await Promise.all([typed, canonical, shouted, typed, canonical].map((email) => call(test, 'POST', '/auth/register', { email, password: PASSWORD })));
    await test.mails.settle();
    expect(await test.dataSource.query('SELECT count(*)::int AS count FROM users WHERE email LIKE $1', [`ada${boxes}@%`])).toEqual([{ count: 1 }]);
  });

  it('resets its password, signs in by a link and is changed to in the other spelling', async () => {
    const { typed, canonical } = mailbox();
    await signUp(test, canonical);
    await call(test, 'POST', '/auth/password-reset/request', { email: typed });
    expect((await call(test, 'POST', '/auth/password-reset/confirm', { token: await test.mails.token(canonical, 'Choose a new password'), new_password: NEW_PASSWORD })).status).toBe(200);
    await call(test, 'POST', '/auth/magic-link/request', { email: typed });
    expect((await call(test, 'POST', '/auth/magic-link/verify', { token: await test.mails.token(canonical, 'Your link to sign in') })).status).toBe(200);
    const { access_token } = await logIn(test, typed, NEW_PASSWORD);
    expect(await call(test, 'POST', '/me/email', { new_email: typed, password: NEW_PASSWORD }, bearer(access_token))).toMatchObject({ status: 400, body: { errors: [{ field: 'new_email' }] } });
  });

  it('has one budget of guesses and of mails', async () => {
    const { typed, canonical } = mailbox();
    await signUp(test, typed);
    const answers: number[] = [];
    for (let i = 0; i < 12; i += 1) answers.push((await call(test, 'POST', '/auth/login', { email: i % 2 ? typed : canonical, password: 'wrong but long enough' })).status);
    expect(answers.slice(0, 10)).toEqual(Array(10).fill(401));
    expect(answers.slice(10)).toEqual([429, 429]);
    await test.mails.settle();
    await test.mails.clear();
    for (let i = 0; i < 6; i += 1) await call(test, 'POST', '/auth/magic-link/request', { email: i % 2 ? typed : canonical });
    await test.mails.settle();
    expect(await test.mails.all(canonical)).toHaveLength(3);
  });

  it('is invited, accepts and is found in either spelling', async () => {
    const { typed, canonical } = mailbox();
    const owner = await newActor(test);
    const admin = await logInAsSuperAdmin(test);
    const tenant = (await call<{ id: string }>(test, 'POST', '/platform/tenants', { name: 'Bücher', owner_id: owner.id }, bearer(admin.access_token))).body.id;
    const asOwner = await actorOf(test, owner.id);
    await signUp(test, canonical);
    expect((await asOwner.ask('POST', `/tenants/users/${tenant}/users`, { email: typed })).status).toBe(201);
    expect((await asOwner.ask('POST', `/tenants/users/${tenant}/users`, { email: canonical })).status).toBe(201);
    expect((await asOwner.ask<unknown[]>('GET', `/tenants/users/${tenant}/invitations?q=${encodeURIComponent(typed)}`)).body).toMatchObject([{ email: canonical }]);
    const token = await test.mails.token(typed, 'nvit');
    expect((await call(test, 'POST', '/auth/invitations/accept', { token }, bearer((await logIn(test, typed)).access_token))).status).toBe(200);
    for (const q of [typed, canonical, `ada${boxes}`]) {
      expect((await call(test, 'GET', `/platform/users?q=${encodeURIComponent(q)}`, undefined, bearer(admin.access_token))).body).toMatchObject([{ email: canonical }]);
    }
  });

  it('proven by a provider is the account that has it in the other spelling', async () => {
    const { typed, canonical } = mailbox();
    await signUp(test, canonical);
    const answer = await new Browser(test, provider).signIn('github', someone(typed));
    expect(answer).toMatchObject({ status: 200, body: { is_new_user: false, user: { email: canonical } } });
  });

  it('is on record in the form that it is kept in', async () => {
    const { typed, canonical } = mailbox();
    await call(test, 'POST', '/auth/login', { email: typed, password: PASSWORD });
    expect((await auditOf(test, { action: 'auth.login.failed' }))[0]).toMatchObject({ metadata: { email: canonical } });
  });
});
