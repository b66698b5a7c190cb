import { MailQueue } from '@authengine/mail';
import { CredentialKinds } from '@authengine/identity';
import { auditOf, bearer, call, logIn, PASSWORD, signUp, type Answer, type Tokens } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('guessing passwords', () => {
  let test: TestApp;
  let email: string;
  let strangers = 0;

  beforeAll(async () => {
    test = await createTestApp({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    test.clock.reset();
    email = await signUp(test);
    await test.mails.clear();
  });

  const from = (ip: string): Record<string, string> => ({ 'X-Forwarded-For': ip });
  /** An address that no other test has come from. */
  const stranger = (): string => {
    strangers += 1;
    return `198.51.${Math.floor(strangers / 250)}.${(strangers % 250) + 1}`;
  };
  const logInFrom = (ip: string, password = PASSWORD, address = email): Promise<Answer> => call(test, 'POST', '/auth/login', { email: address, password }, from(ip));
  const statusFrom = async (ip: string, password = PASSWORD, address = email): Promise<number> => (await logInFrom(ip, password, address)).status;
  /** Wrong passwords from as many places, a few at once, since each answer takes its time; the statuses, the lowest first. */
  const guessFromEverywhere = async (times: number, address = email): Promise<number[]> => {
    const statuses: number[] = [];
    while (statuses.length < times) statuses.push(...(await Promise.all(Array.from({ length: Math.min(5, times - statuses.length) }, () => statusFrom(stranger(), 'wrong', address)))));
    return statuses.sort();
  };

  it('BF-01 refuses the 11th guess of a minute from one place, with Retry-After', async () => {
    const place = stranger();
    for (let i = 0; i < 10; i += 1) expect(await statusFrom(place, 'wrong')).toBe(401);
    const answer = await logInFrom(place, 'wrong');
    expect(answer).toMatchObject({ status: 429, body: { code: 'auth.too_many_attempts' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    const denied = await auditOf(test, { action: 'auth.login.failed', status: 'denied' });
    expect(denied.some((entry) => entry['ip_address'] === place)).toBe(true);
  });

  it('BF-09 answers the right password like a wrong one from a place that has used up its guesses', async () => {
    const place = stranger();
    for (let i = 0; i < 10; i += 1) await logInFrom(place, 'wrong');
    const [right, wrong] = [await logInFrom(place), await logInFrom(place, 'wrong')];
    const { request_id: _, ...rightBody } = right.body;
    const { request_id: __, ...wrongBody } = wrong.body;
    expect(right.status).toBe(429);
    expect(rightBody).toEqual(wrongBody);
  });

  it('BF-03 has one budget for guesses from 40 places, right or wrong', async () => {
    const statuses = await guessFromEverywhere(40);
    expect(statuses).toEqual([...Array<number>(30).fill(401), ...Array<number>(10).fill(429)]);
    expect(await statusFrom(stranger())).toBe(429);
  });

  it('BF-03 does not tell by it whether there is such an account', async () => {
    const nobody = `nobody.${email}`;
    const statuses = await guessFromEverywhere(31, nobody);
    expect(statuses).toEqual([...Array<number>(30).fill(401), 429]);
  });

  it('still lets the owner in from where they have been, and does not give strangers their guesses back for it', async () => {
    const home = stranger();
    expect(await statusFrom(home)).toBe(200);
    await guessFromEverywhere(31);
    expect(await statusFrom(home)).toBe(200);
    expect(await statusFrom(stranger())).toBe(429);
  });

  it('gives a known place a budget of its own, not an endless one', async () => {
    const home = stranger();
    expect(await statusFrom(home)).toBe(200);
    for (let i = 0; i < 10; i += 1) expect(await statusFrom(home, 'wrong')).toBe(401);
    expect(await statusFrom(home)).toBe(429);
  });

  it('forgets a place after 30 days without a session from it', async () => {
    const home = stranger();
    expect(await statusFrom(home)).toBe(200);
    test.clock.advance({ days: 31 });
    await guessFromEverywhere(31);
    expect(await statusFrom(home)).toBe(429);
  });

  it('knows a place for as long as its session was used, and 30 days more: whoever is put out by its end gets in again', async () => {
    const home = stranger();
    let { refresh_token } = (await logInFrom(home)).body as unknown as Tokens;
    for (let i = 0; i < 6; i += 1) {
      test.clock.advance({ days: 5, minutes: -1 });
      ({ refresh_token } = (await call<Tokens>(test, 'POST', '/auth/refresh', { refresh_token }, from(home))).body);
    }
    test.clock.advance({ days: 1 });
    expect((await call(test, 'POST', '/auth/refresh', { refresh_token }, from(home))).status).toBe(401);
    await guessFromEverywhere(31);
    expect(await statusFrom(home)).toBe(200);
  });

  it('lets the owner in from anywhere by a reset, which clears what strangers did', async () => {
    await guessFromEverywhere(31);
    const cafe = stranger();
    expect(await statusFrom(cafe)).toBe(429);
    expect((await call(test, 'POST', '/auth/password-reset/request', { email }, from(cafe))).status).toBe(202);
    const token = await test.mails.token(email, 'Choose a new password');
    expect((await call(test, 'POST', '/auth/password-reset/confirm', { token, new_password: 'nine otters under the bridge' }, from(cafe))).status).toBe(200);
    expect(await statusFrom(cafe, 'nine otters under the bridge')).toBe(200);
  });

  it('BF-06 counts every way to write the address as one account', async () => {
    const place = stranger();
    const forms = [email, email.toUpperCase(), ` ${email}`, `${email} `, email.replace('@', '＠'), `${email[0]?.toUpperCase() ?? ''}${email.slice(1)}`];
    const statuses: number[] = [];
    for (let i = 0; i < 12; i += 1) statuses.push(await statusFrom(place, 'wrong', forms[i % forms.length]));
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
  });

  it('BF-07 counts IPv6 by /64', async () => {
    for (let i = 0; i < 10; i += 1) expect(await statusFrom(`2001:db8:77:1::${i + 1}`, 'wrong')).toBe(401);
    expect(await statusFrom('2001:db8:77:1:ffff::9', 'wrong')).toBe(429);
    expect(await statusFrom('2001:db8:77:2::1', 'wrong')).toBe(401);
  });

  it('BF-09 makes the budget whole again after a success', async () => {
    const place = stranger();
    for (let round = 0; round < 3; round += 1) {
      for (let i = 0; i < 8; i += 1) expect(await statusFrom(place, 'wrong')).toBe(401);
      expect(await statusFrom(place)).toBe(200);
    }
  });

  it('BF-10 tells the owner of a success after many failures, from wherever they came, once', async () => {
    await guessFromEverywhere(6);
    await logIn(test, email);
    const mail = await test.mails.latest(email, 'Failed attempts');
    expect(mail.text).toContain('6 times');
    expect(mail.text).toContain('/not-me#token=');
    await test.mails.clear();
    await logIn(test, email);
    await logInFrom(stranger());
    await test.mails.latest(email, 'New sign-in');
    expect((await test.mails.all(email)).filter((one) => one.subject.includes('Failed'))).toEqual([]);
    const failed = (await auditOf(test, { action: 'auth.login.failed', limit: '100' })).filter((entry) => (entry['metadata'] as { email?: string }).email === email);
    expect(failed).toHaveLength(6);
    expect(failed.every((entry) => entry['status'] === 'failure' && String(entry['ip_address']).startsWith('198.51.'))).toBe(true);
  });

  it('does not trouble the owner for a few slips of their own', async () => {
    for (let i = 0; i < 4; i += 1) await statusFrom(stranger(), 'wrong');
    await logIn(test, email);
    await logInFrom(stranger());
    await test.mails.latest(email, 'New sign-in');
    expect((await test.mails.all(email)).filter((one) => one.subject.includes('Failed'))).toEqual([]);
  });

  describe('a new device', () => {
    const tokensFrom = async (ip: string, agent: string): Promise<Tokens> =>
      (await call<Tokens>(test, 'POST', '/auth/login', { email, password: PASSWORD }, { ...from(ip), 'User-Agent': agent })).body;

    it('is told to the owner with place, device and a way to say that it was not them; a known one is not', async () => {
      const home = stranger();
      await tokensFrom(home, 'Home/1.0');
      await tokensFrom(home, 'Home/1.0');
      await tokensFrom('203.0.113.99', 'Other/2.0 <b>bold</b>');
      const mail = await test.mails.latest(email, 'New sign-in');
      expect(mail.text).toContain('203.0.113.99');
      expect(mail.text).toContain('with Other 2.0');
      expect(await test.mails.all(email)).toHaveLength(1);
      await test.mails.clear();
      await tokensFrom(home, 'Other/2.0 <b>bold</b>');
      await test.mails.latest(email, 'New sign-in');
    });

    it('ML-08 OV-03 is told three times in a quarter of an hour, however many devices there are', async () => {
      await tokensFrom(stranger(), 'Home/1.0');
      for (let i = 0; i < 8; i += 1) expect((await tokensFrom(stranger(), `Swarm/${i}.0`)).access_token).toBeDefined();
      await test.app.get(MailQueue, { strict: false }).settle();
      expect((await test.mails.all(email)).filter(({ subject }) => subject.includes('New sign-in'))).toHaveLength(3);
    });

    it('is disowned by one click: everybody is out, the password is void, and a reset mail is there', async () => {
      const mine = await tokensFrom(stranger(), 'Home/1.0');
      const theirs = await tokensFrom('203.0.113.66', 'Thief/1.0');
      const token = await test.mails.token(email, 'New sign-in');
      const answers = await Promise.all(Array.from({ length: 5 }, () => call(test, 'POST', '/auth/not-me', { token })));
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 400, 400, 400, 400]);
      for (const tokens of [mine, theirs]) expect((await call(test, 'GET', '/me', undefined, bearer(tokens.access_token))).status).toBe(401);
      expect(await statusFrom('203.0.113.66')).toBe(401);
      const reset = await test.mails.token(email, 'Choose a new password');
      expect((await call(test, 'POST', '/auth/password-reset/confirm', { token: reset, new_password: 'nine otters under the bridge' })).status).toBe(200);
      expect(await statusFrom(stranger(), 'nine otters under the bridge')).toBe(200);
      const [entry] = await auditOf(test, { action: 'user.activity.disowned', status: 'success' });
      expect(entry).toMatchObject({ status: 'success', metadata: { sessions_ended: 2 } });
      await guessFromEverywhere(31);
      expect(await statusFrom('203.0.113.66', 'nine otters under the bridge')).toBe(429);
    });

    it('takes with it what other parts of the product have let in since', async () => {
      const dropped: { userId: string; since: Date }[] = [];
      test.app.get(CredentialKinds).add({
        countWaysIn: () => Promise.resolve(0),
        removeAll: () => Promise.resolve(),
        removeDisowned: (userId, { since }) => {
          dropped.push({ userId, since });
          return Promise.resolve();
        },
      });
      await tokensFrom(stranger(), 'Home/1.0');
      const before = test.clock.now();
      await tokensFrom(stranger(), 'Thief/1.0');
      test.clock.advance({ hours: 5 });
      expect((await call(test, 'POST', '/auth/not-me', { token: await test.mails.token(email, 'New sign-in') })).status).toBe(200);
      expect(dropped).toHaveLength(1);
      expect(dropped[0]?.since.getTime()).toBeLessThanOrEqual(before.getTime());
      expect(dropped[0]?.since.getTime()).toBeGreaterThan(before.getTime() - 120_000);
    });

    it('cannot be disowned after 7 days, nor by the mailbox of an address that was given up', async () => {
      await tokensFrom(stranger(), 'Home/1.0');
      await tokensFrom(stranger(), 'Other/1.0');
      const token = await test.mails.token(email, 'New sign-in');
      await test.dataSource.query('UPDATE users SET email = $2 WHERE email = $1', [email, `new.${email}`]);
      expect((await call(test, 'POST', '/auth/not-me', { token })).status).toBe(400);
      await test.dataSource.query('UPDATE users SET email = $1 WHERE email = $2', [email, `new.${email}`]);
      test.clock.advance({ days: 8 });
      expect((await call(test, 'POST', '/auth/not-me', { token })).status).toBe(400);
    });
  });
});
