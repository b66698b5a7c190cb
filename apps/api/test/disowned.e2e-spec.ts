import { MailQueue } from '@authengine/mail';
import { FakeClock, FakeProvider } from '@authengine/testing';
import { challengeOf, complete, regenerate, status, turnOn } from './kit/authenticator.js';
import { addPasskey, passkeysOf, signInBy } from './kit/passkeys.js';
import { auditOf, bearer, call, logIn, newAddress, PASSWORD, signUp, type Answer, type Tokens } from './kit/person.js';
import { Browser, someone } from './kit/social.js';
import { createTestApp, type TestApp } from './test-app.js';

const NEW_PASSWORD = 'nine otters under the bridge';
const NEW_SIGN_IN = 'New sign-in';

describe('what an owner disowns takes with it what a hijacker set up', () => {
  const clock = new FakeClock();
  const provider = new FakeProvider(clock);
  let test: TestApp;
  let email: string;
  let id: string;

  beforeAll(async () => {
    test = await createTestApp({ clock, provider, env: { RATE_LIMIT_PER_MINUTE: '100000' } });
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    provider.reset();
    clock.reset();
    email = await signUp(test);
    await logIn(test, email);
    id = (await test.dataSource.query<{ id: string }[]>('SELECT id FROM users WHERE email = $1', [email]))[0]?.id ?? '';
    await forgetMails();
  });

  const forgetMails = async (): Promise<void> => {
    await test.app.get(MailQueue, { strict: false }).settle();
    await test.mails.clear();
  };
  /** Somebody with the password signs in from elsewhere; the owner is told. */
  const hijack = async (): Promise<Tokens> => {
    const answer = await call<Tokens>(test, 'POST', '/auth/login', { email, password: PASSWORD }, { 'User-Agent': 'Thief/1.0' });
    expect(answer.status).toBe(200);
    await test.mails.latest(email, NEW_SIGN_IN);
    return answer.body;
  };
  const disown = async (subject: string): Promise<Answer> => call(test, 'POST', '/auth/not-me', { token: await test.mails.token(email, subject) });
  const comeBack = async (): Promise<Tokens> => {
    const token = await test.mails.token(email, 'Choose a new password');
    expect((await call(test, 'POST', '/auth/password-reset/confirm', { token, new_password: NEW_PASSWORD })).status).toBe(200);
    return logIn(test, email, NEW_PASSWORD);
  };
  /** What signs in next is a device that the account has not seen. */
  const elsewhere = (): Promise<unknown> => test.dataSource.query("UPDATE sessions SET user_agent = 'Home/1.0' WHERE user_id = $1", [id]);
  const eventsOf = (action: string): Promise<Record<string, unknown>[]> => auditOf(test, { action, target_user_id: id });
  const accountsOf = async (tokens: Tokens): Promise<unknown[]> => (await call<unknown[]>(test, 'GET', '/auth/oauth/accounts', undefined, bearer(tokens.access_token))).body;

  it('MF-09 WA-07 an authenticator app, its recovery codes and a passkey, however long after the sign-in', async () => {
    const thief = await hijack();
    clock.advance({ minutes: 5 });
    const { authenticator: key } = await addPasskey(test, thief.access_token);
    const { authenticator, recoveryCodes } = await turnOn(test, thief.access_token);
    const challenge = await challengeOf(test, email);

    expect((await disown(NEW_SIGN_IN)).status).toBe(200);
    expect((await complete(test, challenge.mfa_pending_token, authenticator.next())).status).toBe(401);
    expect((await complete(test, challenge.mfa_pending_token, recoveryCodes[0] ?? '')).status).toBe(401);
    expect((await signInBy(test, key)).status).toBe(401);
    const mine = await comeBack();
    expect(await status(test, mine.access_token)).toEqual({ mfa_enabled: false, methods: [], recovery_codes_left: 0 });
    expect(await passkeysOf(test, mine.access_token)).toEqual([]);
    expect(await eventsOf('mfa.factors.disowned')).toMatchObject([{ status: 'success', actor_id: id, metadata: { authenticator_app: true, recovery_codes: true } }]);
    expect(await eventsOf('mfa.passkey.removed')).toMatchObject([{ status: 'success', metadata: { by: 'disowned' } }]);
  });

  it('whichever of the mails is answered: it goes back to the beginning of the session they tell of', async () => {
    const thief = await hijack();
    await addPasskey(test, thief.access_token);
    clock.advance({ minutes: 5 });
    await turnOn(test, thief.access_token);
    clock.advance({ minutes: 60 });
    expect((await disown('Multi-factor authentication is on')).status).toBe(200);
    const mine = await comeBack();
    expect(await passkeysOf(test, mine.access_token)).toEqual([]);
    expect(await status(test, mine.access_token)).toMatchObject({ mfa_enabled: false });
  });

  it("leaves the owner's own: app and passkey from before stay, recovery codes made since do not", async () => {
    const before = await logIn(test, email);
    const { passkey } = await addPasskey(test, before.access_token);
    const { authenticator, recoveryCodes } = await turnOn(test, before.access_token);
    clock.advance({ minutes: 10 });
    const challenge = await call<{ mfa_pending_token: string }>(test, 'POST', '/auth/login', { email, password: PASSWORD }, { 'User-Agent': 'Thief/1.0' });
    const entered = await call<Tokens>(test, 'POST', '/auth/mfa/complete', { mfa_pending_token: challenge.body.mfa_pending_token, code: recoveryCodes[0] }, { 'User-Agent': 'Thief/1.0' });
    const made = await regenerate(test, entered.body.access_token, recoveryCodes[1] ?? '');
    expect(made.status).toBe(200);

    expect((await disown(NEW_SIGN_IN)).status).toBe(200);
    const token = await test.mails.token(email, 'Choose a new password');
    await call(test, 'POST', '/auth/password-reset/confirm', { token, new_password: NEW_PASSWORD });
    const again = await call<{ mfa_pending_token: string; methods: string[] }>(test, 'POST', '/auth/login', { email, password: NEW_PASSWORD });
    expect(again).toMatchObject({ status: 202 });
    expect((await complete(test, again.body.mfa_pending_token, made.body.recovery_codes[0] ?? '')).status).toBe(401);
    const mine = await complete(test, again.body.mfa_pending_token, authenticator.next());
    expect(mine.status).toBe(200);
    expect(await passkeysOf(test, mine.body.access_token)).toMatchObject([{ id: passkey.id }]);
    expect(await status(test, mine.body.access_token)).toMatchObject({ mfa_enabled: true, recovery_codes_left: 0 });
    expect(await eventsOf('mfa.factors.disowned')).toMatchObject([{ metadata: { authenticator_app: false, recovery_codes: true } }]);
  });

  it('MF-10 recovery codes whose making was on its way', async () => {
    const { authenticator } = await turnOn(test, (await logIn(test, email)).access_token);
    clock.advance({ minutes: 10 });
    const thief = { 'User-Agent': 'Thief/1.0' };
    const challenge = await call<{ mfa_pending_token: string }>(test, 'POST', '/auth/login', { email, password: PASSWORD }, thief);
    const entered = await call<Tokens>(test, 'POST', '/auth/mfa/complete', { mfa_pending_token: challenge.body.mfa_pending_token, code: authenticator.next() }, thief);
    const [token, code] = [await test.mails.token(email, NEW_SIGN_IN), authenticator.next()];
    const [disowned, made] = await Promise.all([call(test, 'POST', '/auth/not-me', { token }), regenerate(test, entered.body.access_token, code)]);
    expect([disowned.status, made.status]).toEqual([200, 401]);
  });

  it('a linked account, also when the mail of the link itself is answered', async () => {
    const thief = await hijack();
    clock.advance({ minutes: 5 });
    await addPasskey(test, thief.access_token);
    clock.advance({ minutes: 4 });
    const theirs = someone();
    expect((await new Browser(test, provider).link('github', theirs, thief.access_token)).status).toBe(200);
    expect((await disown('GitHub can sign in')).status).toBe(200);
    const mine = await comeBack();
    expect(await accountsOf(mine)).toEqual([]);
    expect(await passkeysOf(test, mine.access_token)).toEqual([]);
    expect(await eventsOf('user.identity.unlinked')).toMatchObject([{ status: 'success', metadata: { provider: 'github', by: 'disowned' } }]);
    expect((await new Browser(test, provider).signIn('github', theirs)).body.user.id).not.toBe(id);
  });

  it('the way in by which they came, which was the account’s for long', async () => {
    const before = await logIn(test, email);
    const [google, github] = [someone(), someone()];
    await new Browser(test, provider).link('google', google, before.access_token);
    await new Browser(test, provider).link('github', github, before.access_token);
    const { authenticator, passkey } = await addPasskey(test, before.access_token);
    clock.advance({ days: 2 });
    await forgetMails();
    await elsewhere();
    await new Browser(test, provider).signIn('google', google);
    expect((await disown(NEW_SIGN_IN)).status).toBe(200);
    const mine = await comeBack();
    expect(await accountsOf(mine)).toMatchObject([{ provider: 'github' }]);
    expect(await passkeysOf(test, mine.access_token)).toMatchObject([{ id: passkey.id }]);

    clock.advance({ days: 2 });
    await forgetMails();
    await elsewhere();
    expect((await signInBy(test, authenticator)).status).toBe(200);
    expect((await disown(NEW_SIGN_IN)).status).toBe(200);
    const [left] = await test.dataSource.query<{ passkeys: number; identities: number }[]>(
      'SELECT (SELECT count(*)::int FROM passkeys WHERE user_id = $1) AS passkeys, (SELECT count(*)::int FROM linked_identities WHERE user_id = $1) AS identities',
      [id],
    );
    expect(left).toEqual({ passkeys: 0, identities: 1 });
  });

  it('an address taken back takes with it what was added in the session that changed it', async () => {
    const thief = await hijack();
    await addPasskey(test, thief.access_token);
    clock.advance({ minutes: 5 });
    const next = newAddress('next');
    expect((await call(test, 'POST', '/me/email', { new_email: next, password: PASSWORD }, bearer(thief.access_token))).status).toBe(202);
    expect((await call(test, 'POST', '/auth/verify-email', { token: await test.mails.token(next, 'Confirm your new') })).status).toBe(200);
    expect((await call(test, 'POST', '/auth/undo-email-change', { token: await test.mails.token(email, 'address was changed') })).status).toBe(200);
    expect(await passkeysOf(test, (await comeBack()).access_token)).toEqual([]);
  });
});
