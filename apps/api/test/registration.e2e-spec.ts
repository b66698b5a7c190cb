import { auditOf, call, logIn, newAddress, PASSWORD, signUp } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const OTHER_PASSWORD = 'a different sentence of mine';

describe('registration', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());
  beforeEach(() => {
    test.clock.reset();
  });

  const register = (fields: Record<string, unknown>) => call(test, 'POST', '/auth/register', { password: PASSWORD, ...fields });
  const verify = (token: string) => call(test, 'POST', '/auth/verify-email', { token });
  const users = (email: string) => test.dataSource.query<unknown[]>('SELECT id FROM users WHERE email = $1', [email]);

  it('tells of a missing field what it must be, and not how long', async () => {
    const answer = await call(test, 'POST', '/auth/register', { email: 'ada@people.test' });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'password', message: 'password must be a string' }] } });
  });

  it('EN-03 answers a taken address like a new one, and tells its owner by mail', async () => {
    const taken = await signUp(test);
    const [forTaken, forNew] = [await register({ email: taken }), await register({ email: newAddress() })];
    expect(forTaken.body).toEqual(forNew.body);
    expect(forTaken.status).toBe(202);
    expect((await test.mails.latest(taken, 'already have an account')).text).toContain('sign up with this address');
    expect(await auditOf(test, { action: 'user.registration_repeated' })).not.toEqual([]);
  });

  it('RC-01 makes one user and one mail of 50 parallel registrations in case and Unicode variants', async () => {
    const email = newAddress('race');
    const at = email.indexOf('@');
    const variants = [email, email.toUpperCase(), ` ${email}`, email.replace('@', '＠'), email.slice(0, at).replace('r', 'ｒ') + email.slice(at)];
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => register({ email: variants[i % variants.length] })));
    // A slow machine has no time to hash for all of them, and says so.
    const told = answers.filter(({ status }) => status !== 503).map(({ status, body }) => `${status} ${JSON.stringify(body)}`);
    expect(new Set(told).size).toBe(1);
    await test.mails.settle();
    expect(await users(email)).toHaveLength(1);
    await verify(await test.mails.token(email));
    expect(await test.mails.all(email)).toHaveLength(1);
    expect((await logIn(test, email)).access_token).toBeDefined();
  });

  it('EV-08 activates nobody’s password or name while two are pending, whichever mail is followed, and mails the owner to choose one', async () => {
    for (const followed of ['owners', 'squatters'] as const) {
      const email = newAddress('victim');
      await register({ email, password: OTHER_PASSWORD, first_name: 'Mallory', username: `mallory-${followed}` });
      const squatters = await test.mails.token(email);
      test.clock.advance({ minutes: 2 });
      await register({ email, first_name: 'Victoria' });
      const owners = await newToken(email, squatters);
      const answer = await verify({ owners, squatters }[followed]);
      expect(answer).toMatchObject({ status: 200, body: { message: expect.stringContaining('choose your password') as string } });
      for (const password of [PASSWORD, OTHER_PASSWORD]) expect((await call(test, 'POST', '/auth/login', { email, password })).status).toBe(401);
      expect((await verify({ owners: squatters, squatters: owners }[followed])).status).toBe(400);
      const token = await test.mails.token(email, 'Choose a new password');
      expect((await call(test, 'POST', '/auth/password-reset/confirm', { token, new_password: PASSWORD })).status).toBe(200);
      const login = await call<{ user: Record<string, unknown> }>(test, 'POST', '/auth/login', { email, password: PASSWORD });
      expect(login.body.user).toMatchObject({ first_name: null, username: null });
    }
  });

  it('EV-08 takes a stranger’s registration for a doubt even after its own mail has expired', async () => {
    const email = newAddress('victim');
    await register({ email });
    const expired = await test.mails.token(email);
    test.clock.advance({ hours: 25 });
    await register({ email, password: OTHER_PASSWORD });
    expect((await verify(await newToken(email, expired))).status).toBe(200);
    expect((await call(test, 'POST', '/auth/login', { email, password: OTHER_PASSWORD })).status).toBe(401);
  });

  it('EV-08 activates the password that every registration gave', async () => {
    const email = newAddress('victim');
    await register({ email, first_name: 'Vicky' });
    const first = await test.mails.token(email);
    test.clock.advance({ minutes: 2 });
    await register({ email, first_name: 'Victoria' });
    const second = await newToken(email, first);

    expect((await verify(second)).status).toBe(200);
    expect((await call<{ user: { first_name: string } }>(test, 'POST', '/auth/login', { email, password: PASSWORD })).body.user.first_name).toBe('Victoria');
    expect((await verify(first)).status).toBe(400);
  });

  it('EV-08 activates no password by a mail asked for again where several people registered, and mails the owner to choose one', async () => {
    const email = newAddress('victim');
    await register({ email });
    const owners = await test.mails.token(email);
    await register({ email, password: OTHER_PASSWORD });
    const squatters = await newToken(email, owners);
    await call(test, 'POST', '/auth/verify-email/resend', { email });
    let again = squatters;
    while (again === squatters || again === owners) again = await test.mails.token(email);
    expect(await verify(again)).toMatchObject({ status: 200, body: { message: expect.stringContaining('choose your password') as string } });
    for (const password of [PASSWORD, OTHER_PASSWORD]) expect((await call(test, 'POST', '/auth/login', { email, password })).status).toBe(401);
    const link = (await test.mails.latest(email, 'Choose a new password')).text;
    const token = /#token=([\w-]+)/.exec(link)?.[1];
    expect((await call(test, 'POST', '/auth/password-reset/confirm', { token, new_password: PASSWORD })).status).toBe(200);
    expect((await logIn(test, email)).access_token).toBeDefined();
  });

  it('EV-08 activates no stranger who has used up the mails to an address before its owner came', async () => {
    const email = newAddress('victim');
    const passwords = [1, 2, 3].map((i) => `${OTHER_PASSWORD} ${i}`);
    let squatters = '';
    for (const password of passwords) {
      await register({ email, password });
      squatters = await newToken(email, squatters);
    }
    await register({ email });
    expect((await verify(squatters)).status).toBe(200);
    for (const password of [PASSWORD, ...passwords]) expect((await call(test, 'POST', '/auth/login', { email, password })).status).toBe(401);
    expect((await test.mails.latest(email, 'Choose a new password')).text).toContain('#token=');
  });

  it('EN-03 keeps no username for an address that is not proven, which would tell that it was new', async () => {
    const taken = await signUp(test);
    for (const [i, email] of [taken, newAddress()].entries()) {
      await register({ email, username: `probe-${i}` });
      expect((await register({ email: newAddress(), username: `probe-${i}` })).status).toBe(202);
    }
  });

  it('gives a username to one of those who prove their addresses at once, and lets everybody in', async () => {
    const people = Array.from({ length: 5 }, () => newAddress());
    for (const email of people) await register({ email, username: 'wanted' });
    const tokens = await Promise.all(people.map((email) => test.mails.token(email)));
    const answers = await Promise.all(tokens.map(verify));
    expect(answers.map(({ status }) => status)).toEqual(people.map(() => 200));
    expect(await test.dataSource.query('SELECT 1 FROM users WHERE username = $1', ['wanted'])).toHaveLength(1);
    for (const email of people) expect((await logIn(test, email)).access_token).toBeDefined();
  });

  async function newToken(email: string, old: string): Promise<string> {
    for (;;) {
      const token = await test.mails.token(email);
      if (token !== old) return token;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  it('lets one of 10 parallel verifications win', async () => {
    const email = newAddress();
    await register({ email });
    const token = await test.mails.token(email);
    const answers = await Promise.all(Array.from({ length: 10 }, () => verify(token)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  });

  it('refuses an expired token, and sends a new one to whoever still needs it', async () => {
    const email = newAddress();
    await register({ email });
    const token = await test.mails.token(email);
    test.clock.advance({ hours: 25 });
    expect((await verify(token)).status).toBe(400);
    const [known, unknown] = [await call(test, 'POST', '/auth/verify-email/resend', { email }), await call(test, 'POST', '/auth/verify-email/resend', { email: newAddress() })];
    expect(known).toMatchObject({ status: 202, body: unknown.body });
    expect((await verify(await newToken(email, token))).status).toBe(200);
    expect((await logIn(test, email)).access_token).toBeDefined();
  });

  it('ML-08 sends at most three mails of one kind to an address in a quarter of an hour', async () => {
    const email = newAddress();
    await register({ email });
    await test.mails.latest(email);
    for (let i = 0; i < 6; i += 1) expect((await call(test, 'POST', '/auth/verify-email/resend', { email })).status).toBe(202);
    expect(await auditOf(test, { action: 'user.email_verification.requested', status: 'failure' })).toEqual(
      expect.arrayContaining([expect.objectContaining({ metadata: { email, outcome: 'too_many_mails' } })]),
    );
  });

  it('confirms by the link of the predecessor too, and not by HEAD or OPTIONS', async () => {
    const email = newAddress();
    await register({ email });
    const path = `/auth/verify-email?token=${await test.mails.token(email)}`;
    for (const method of ['HEAD', 'OPTIONS']) await call(test, method, path);
    expect((await call(test, 'GET', path)).status).toBe(200);
  });

  it('tells whose username is taken without telling whose address is', async () => {
    const taken = newAddress();
    await register({ email: taken, username: 'taken.name' });
    await verify(await test.mails.token(taken));
    const [forNew, forTaken] = [await register({ email: newAddress(), username: 'Taken.Name' }), await register({ email: taken, username: 'TAKEN.NAME' })];
    expect(forNew).toMatchObject({ status: 409, body: { code: 'user.username_taken' } });
    expect(forTaken).toMatchObject({ status: 409, body: { code: 'user.username_taken' } });
  });

  it.each([
    ['no address', { email: undefined }],
    ['no such form of address', { email: 'nobody' }],
    ['NUL in the address', { email: 'a\0@b.co' }],
    ['a lone surrogate', { first_name: '\ud800' }],
    ['PW-01 a password of seven characters', { password: 'sevench' }],
    ['PW-07 a common password', { password: 'Password123!' }],
    ['PW-05 NUL in the password', { password: 'abc\0defgh1' }],
    ['HT-01 a field that is not the caller’s to set', { role: 'SUPER_ADMIN' }],
    ['HT-01 a status', { status: 'ACTIVE' }],
    ['EV-07 a proof of the address', { is_email_verified: true }],
    ['EV-07 a proof of the address, as another names it', { emailVerified: true }],
    ['a name of two lines', { first_name: 'A\r\nBcc: x@y.z' }],
    ['an array for text', { password: ['a long and private sentence'] }],
    ['null', { password: null }],
  ])('refuses %s with 400 and changes nothing', async (_, fields) => {
    const email = newAddress();
    const answer = await register({ email, ...fields });
    expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid', errors: expect.arrayContaining([expect.objectContaining({ field: expect.any(String) as string })]) as unknown } });
    expect(await users(email)).toEqual([]);
  });

  it('PW-06 takes a password in either Unicode form, and PW-04 one of emoji', async () => {
    const composed = await signUp(test, newAddress(), 'caf\u00e9 au lait tous les jours');
    expect((await logIn(test, composed, 'cafe\u0301 au lait tous les jours')).access_token).toBeDefined();
    const emoji = await signUp(test, newAddress(), '🦩🦉🦜🦢🦚🦤🐓🐧🦆🦅🦃🐦🦩🦉🦜🦢🦚🦤🐓🐧🦆🦅🦃🐦');
    expect((await call(test, 'POST', '/auth/login', { email: emoji, password: '🦩🦉🦜🦢🦚🦤🐓🐧🦆🦅🦃🐦🦩🦉🦜🦢🦚🦤🐓🐧🦆🦅🦃🦆' })).status).toBe(401);
  });
});
