import { OneTimeTokens } from '@authengine/identity';
import type { UserId } from '@authengine/kernel';
import { MFA_CHALLENGE, MfaReset } from '@authengine/mfa';
import { Authenticator, challengeOf, complete, disable, mfaPerson, status, turnOn, type MfaPerson } from './kit/authenticator.js';
import { auditOf, bearer, call, logIn, logInAsSuperAdmin, PASSWORD, signUp, type Tokens } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const SOMEWHERE = '198.51.100.7';
const NOWHERE_TOKEN = 'A'.repeat(43);

describe('the challenge of a sign-in', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ env: { TRUSTED_PROXIES: '127.0.0.1', MAX_CONCURRENT_SESSIONS: '100' } });
  });
  afterAll(() => test.close());
  afterEach(() => test.clock.reset());

  const idOf = async (tokens: Tokens): Promise<UserId> => (await call<{ id: UserId }>(test, 'GET', '/me', undefined, bearer(tokens.access_token))).body.id;
  const sessionsOf = async (tokens: Tokens): Promise<unknown[]> => (await call<unknown[]>(test, 'GET', '/me/sessions', undefined, bearer(tokens.access_token))).body;
  const leftOf = async ({ tokens }: MfaPerson): Promise<unknown> => (await status(test, tokens.access_token))['recovery_codes_left'];
  let places = 0;
  /** `count` wrong codes over as many challenges as that takes, each from another place. */
  const guess = async ({ email, authenticator }: MfaPerson, count: number): Promise<number[]> => {
    const outcomes: number[] = [];
    while (outcomes.length < count) {
      places += 1;
      const from = `192.0.2.${places}`;
      const { mfa_pending_token } = await challengeOf(test, email, from);
      for (let i = 0; i < 5 && outcomes.length < count; i += 1) outcomes.push((await complete(test, mfa_pending_token, authenticator.wrong(), from)).status);
    }
    return outcomes;
  };

  it('MF-05 is all that the right password gets, and opens nothing', async () => {
    const { email, tokens } = await mfaPerson(test);
    const before = await sessionsOf(tokens);
    const answer = await call<Record<string, unknown>>(test, 'POST', '/auth/login', { email, password: PASSWORD });
    expect(answer.status).toBe(202);
    expect(Object.keys(answer.body).sort()).toEqual(['message', 'methods', 'mfa_pending_token']);
    expect(answer.body['methods']).toEqual(['totp', 'recovery_code']);
    expect(answer.headers.get('set-cookie')).toBeNull();
    const token = String(answer.body['mfa_pending_token']);
    expect((await call(test, 'GET', '/me', undefined, bearer(token))).status).toBe(401);
    expect((await call(test, 'POST', '/me/mfa/enroll', {}, bearer(token))).status).toBe(401);
    expect((await call(test, 'POST', '/auth/refresh', { refresh_token: token })).status).toBe(401);
    expect((await call(test, 'POST', '/auth/verify-email', { token })).status).toBe(400);
    expect(await sessionsOf(tokens)).toEqual(before);
    const kept = await test.dataSource.query<unknown[]>('SELECT * FROM one_time_tokens');
    expect(JSON.stringify(kept)).not.toContain(token);
  });

  it('is completed by the code of the app: a session like any other, on record', async () => {
    const { email, tokens, authenticator } = await mfaPerson(test);
    const { mfa_pending_token } = await challengeOf(test, email);
    const answer = await complete(test, mfa_pending_token, authenticator.next());
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect(answer.body).toMatchObject({ token_type: 'bearer', user: { email, mfa_enabled: true } });
    const [session] = (await sessionsOf(answer.body)) as { id: string; current: boolean; auth_strategy: string }[];
    expect(session).toMatchObject({ current: true, auth_strategy: 'email_password' });
    expect((await call(test, 'POST', '/auth/refresh', { refresh_token: answer.body.refresh_token })).status).toBe(200);

    const target_user_id = await idOf(tokens);
    expect(await auditOf(test, { target_user_id, action: 'auth.mfa.completed' })).toMatchObject([
      { status: 'success', actor_id: target_user_id, resource_id: session?.id, metadata: { auth_strategy: 'email_password', method: 'totp' } },
    ]);
    expect(await auditOf(test, { target_user_id, action: 'auth.mfa.challenge_issued' })).toHaveLength(1);
    expect(await auditOf(test, { target_user_id, action: 'auth.login.succeeded' })).toHaveLength(2);
  });

  it('outlives four wrong codes and not a fifth, all answered alike and on record', async () => {
    const { email, tokens, authenticator } = await mfaPerson(test);
    const { mfa_pending_token: patient } = await challengeOf(test, email);
    const wrong = [];
    for (let i = 0; i < 4; i += 1) wrong.push(await complete(test, patient, authenticator.wrong()));
    expect((await complete(test, patient, authenticator.next())).status).toBe(200);

    const { mfa_pending_token: spent } = await challengeOf(test, email);
    for (let i = 0; i < 5; i += 1) wrong.push(await complete(test, spent, authenticator.wrong()));
    wrong.push(await complete(test, spent, authenticator.next()));
    wrong.push(await complete(test, patient, authenticator.code()));
    wrong.push(await complete(test, NOWHERE_TOKEN, authenticator.code()));
    wrong.push(await complete(test, 'no token at all', authenticator.code()));
    const answers = wrong.map(({ status: answered, body: { request_id: _, ...body } }) => ({ answered, body }));
    expect(answers[0]).toMatchObject({ answered: 401, body: { code: 'auth.second_factor_invalid' } });
    for (const answer of answers) expect(answer).toEqual(answers[0]);

    const failures = await auditOf(test, { target_user_id: await idOf(tokens), action: 'auth.mfa.failed' });
    expect(failures).toHaveLength(9);
    expect(failures[0]).toMatchObject({ status: 'failure', actor_id: null, metadata: { auth_strategy: 'email_password', reason: 'wrong' } });
    const entries = JSON.stringify(await auditOf(test, { target_user_id: await idOf(tokens) }));
    for (const secret of [patient, spent, authenticator.secret]) expect(entries).not.toContain(secret);
  });

  it('MF-05 stands for five minutes', async () => {
    const { email, authenticator } = await mfaPerson(test);
    const { mfa_pending_token } = await challengeOf(test, email);
    test.clock.advance({ minutes: 5, seconds: 1 });
    expect((await complete(test, mfa_pending_token, authenticator.code())).status).toBe(401);
  });

  it('is its own: parallel logins do not meet, and nobody completes it with a code of their own', async () => {
    const ada = await mfaPerson(test);
    const bob = await mfaPerson(test);
    const first = await challengeOf(test, ada.email);
    const second = await challengeOf(test, ada.email);
    expect((await complete(test, first.mfa_pending_token, bob.authenticator.next())).status).toBe(401);
    expect((await complete(test, first.mfa_pending_token, bob.recoveryCodes[0] ?? '')).status).toBe(401);
    expect((await complete(test, first.mfa_pending_token, ada.authenticator.next())).body).toMatchObject({ user: { email: ada.email } });
    expect((await complete(test, first.mfa_pending_token, ada.authenticator.next())).status).toBe(401);
    expect((await complete(test, second.mfa_pending_token, ada.authenticator.next())).status).toBe(200);
    expect(await leftOf(bob)).toBe(10);
  });

  it('MF-01 a code is taken once, and after a step none of an earlier one', async () => {
    const { email, authenticator } = await mfaPerson(test);
    const [first, second, third] = [await challengeOf(test, email), await challengeOf(test, email), await challengeOf(test, email)];
    const code = authenticator.next();
    const earlier = authenticator.code(-1);
    expect((await complete(test, first.mfa_pending_token, code)).status).toBe(200);
    expect((await complete(test, second.mfa_pending_token, code)).status).toBe(401);
    expect((await complete(test, second.mfa_pending_token, earlier)).status).toBe(401);
    expect((await complete(test, second.mfa_pending_token, authenticator.code(1))).status).toBe(200);
    // IF-10: a clock that steps back brings no used code back.
    test.clock.advance({ seconds: -30 });
    expect((await complete(test, third.mfa_pending_token, authenticator.code())).status).toBe(401);
  });

  it('MF-04 20 parallel submissions of one right code begin one session', async () => {
    const { email, tokens, authenticator } = await mfaPerson(test);
    const { mfa_pending_token } = await challengeOf(test, email);
    const before = (await sessionsOf(tokens)).length;
    const code = authenticator.next();
    const answers = await Promise.all(Array.from({ length: 20 }, () => complete(test, mfa_pending_token, code)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(19);
    expect(await sessionsOf(tokens)).toHaveLength(before + 1);
  });

  it('MF-04 8 challenges with one right code in parallel begin one session', async () => {
    const { email, authenticator } = await mfaPerson(test);
    const challenges = [];
    for (let i = 0; i < 8; i += 1) challenges.push(await challengeOf(test, email));
    const code = authenticator.next();
    const answers = await Promise.all(challenges.map(({ mfa_pending_token }) => complete(test, mfa_pending_token, code)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  });

  it('MF-04 50 parallel wrong codes are no more than five tries', async () => {
    const { email, tokens, authenticator } = await mfaPerson(test);
    const { mfa_pending_token } = await challengeOf(test, email);
    const answers = await Promise.all(Array.from({ length: 50 }, () => complete(test, mfa_pending_token, authenticator.wrong())));
    expect(answers.map((answer) => answer.status)).toEqual(Array(50).fill(401));
    expect(await auditOf(test, { target_user_id: await idOf(tokens), action: 'auth.mfa.failed', limit: '100' })).toHaveLength(5);
    expect((await complete(test, mfa_pending_token, authenticator.next())).status).toBe(401);
    expect((await complete(test, (await challengeOf(test, email)).mfa_pending_token, authenticator.next())).status).toBe(200);
  });

  it('MF-03 the budget of an account outlives challenges and is no oracle; the owner gets in where they are known', async () => {
    const person = await mfaPerson(test);
    const { email, authenticator } = person;
    expect(await guess(person, 10)).toEqual(Array(10).fill(401));
    const there = await challengeOf(test, email, '203.0.113.99');
    const refused = await complete(test, there.mfa_pending_token, authenticator.next(), '203.0.113.99');
    expect(refused).toMatchObject({ status: 429, body: { code: 'mfa.too_many_attempts' } });
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(600);
    expect((await complete(test, there.mfa_pending_token, authenticator.wrong(), '203.0.113.99')).status).toBe(429);
    await test.mails.latest(email, 'Wrong codes were tried');

    const here = await challengeOf(test, email);
    expect((await complete(test, here.mfa_pending_token, authenticator.next())).status).toBe(200);

    test.clock.advance({ minutes: 10 });
    const later = await challengeOf(test, email, SOMEWHERE);
    expect((await complete(test, later.mfa_pending_token, authenticator.next(), SOMEWHERE)).status).toBe(200);
  });

  it('MF-03 parallel guesses over many challenges do not exceed the budget', async () => {
    const { email, tokens, authenticator } = await mfaPerson(test);
    const challenges = [];
    for (let i = 0; i < 6; i += 1) challenges.push(await challengeOf(test, email, SOMEWHERE));
    const answers = await Promise.all(challenges.flatMap(({ mfa_pending_token }) => [1, 2, 3, 4].map(() => complete(test, mfa_pending_token, authenticator.wrong(), SOMEWHERE))));
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(10);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(14);
    const rows = await test.dataSource.query<unknown[]>("SELECT spent FROM second_factor_budgets WHERE user_id = $1 AND source = 'elsewhere'", [await idOf(tokens)]);
    expect(rows).toEqual([{ spent: 10 }]);
  });

  it('MF-03 a patient guesser gets fifty six-digit codes a day, and a recovery code still opens', async () => {
    const person = await mfaPerson(test);
    const { email, recoveryCodes } = person;
    for (let window = 0; window < 5; window += 1) {
      expect(await guess(person, 10)).toEqual(Array(10).fill(401));
      test.clock.advance({ minutes: 10 });
    }
    const challenge = await challengeOf(test, email, SOMEWHERE);
    const refused = await complete(test, challenge.mfa_pending_token, person.authenticator.code(), SOMEWHERE);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(80_000);
    expect((await complete(test, challenge.mfa_pending_token, recoveryCodes[0] ?? '', SOMEWHERE)).status).toBe(200);
    // That made the place the owner's, with a budget of its own.
    const again = await challengeOf(test, email, SOMEWHERE);
    expect((await complete(test, again.mfa_pending_token, person.authenticator.next(), SOMEWHERE)).status).toBe(200);
  });

  it('BF-09 guesses at the password are forgiven after both factors, not after the password', async () => {
    const { email, authenticator } = await mfaPerson(test);
    const logins = async (password: string): Promise<number> => (await call(test, 'POST', '/auth/login', { email, password }, { 'X-Forwarded-For': SOMEWHERE })).status;
    for (let i = 0; i < 8; i += 1) expect(await logins('not the password at all')).toBe(401);
    const { mfa_pending_token } = await challengeOf(test, email, SOMEWHERE);
    expect(await logins('not the password at all')).toBe(401);
    expect(await logins(PASSWORD)).toBe(429);
    expect((await complete(test, mfa_pending_token, authenticator.next(), SOMEWHERE)).status).toBe(200);
    expect(await logins('not the password at all')).toBe(401);
  });

  it('BF-08 begins no session for a user suspended meanwhile', async () => {
    const person = await mfaPerson(test);
    const { mfa_pending_token } = await challengeOf(test, person.email);
    await test.dataSource.query("UPDATE users SET status = 'SUSPENDED' WHERE email = $1", [person.email]);
    expect(await complete(test, mfa_pending_token, person.authenticator.next())).toMatchObject({ status: 401, body: { code: 'auth.second_factor_invalid' } });
    expect((await complete(test, mfa_pending_token, person.recoveryCodes[0] ?? '')).status).toBe(401);
  });

  it('EV-05 is void once its purpose is voided, as a changed password does, and the code is not used up', async () => {
    const person = await mfaPerson(test);
    const { mfa_pending_token } = await challengeOf(test, person.email);
    await test.app.get(OneTimeTokens, { strict: false }).void(await idOf(person.tokens), [MFA_CHALLENGE]);
    expect((await complete(test, mfa_pending_token, person.recoveryCodes[0] ?? '')).status).toBe(401);
    expect(await leftOf(person)).toBe(10);
  });

  describe('MF-10 a recovery code', () => {
    it('completes it once, in whatever form it is typed, and the owner is told', async () => {
      const person = await mfaPerson(test);
      const code = person.recoveryCodes[3] ?? '';
      const first = await challengeOf(test, person.email);
      expect((await complete(test, first.mfa_pending_token, ` ${code.toLowerCase().replaceAll('-', ' ')}`)).status).toBe(200);
      expect(await leftOf(person)).toBe(9);
      expect((await test.mails.latest(person.email, 'A recovery code was used')).text).toContain('9 of them are left');
      const second = await challengeOf(test, person.email);
      expect((await complete(test, second.mfa_pending_token, code)).status).toBe(401);
      expect(await auditOf(test, { target_user_id: await idOf(person.tokens), action: 'auth.mfa.completed' })).toMatchObject([{ metadata: { method: 'recovery_code' } }]);
    });

    it('is taken by one of 20 in parallel', async () => {
      const person = await mfaPerson(test);
      const challenges = [];
      for (let i = 0; i < 5; i += 1) challenges.push(await challengeOf(test, person.email));
      const code = person.recoveryCodes[0] ?? '';
      const answers = await Promise.all(challenges.flatMap(({ mfa_pending_token }) => [1, 2, 3, 4].map(() => complete(test, mfa_pending_token, code))));
      expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
      expect(await leftOf(person)).toBe(9);
    });

    it('is not used up where another code completed the same challenge', async () => {
      const person = await mfaPerson(test);
      const { mfa_pending_token } = await challengeOf(test, person.email);
      const answers = await Promise.all([
        complete(test, mfa_pending_token, person.authenticator.next()),
        ...person.recoveryCodes.slice(0, 3).map((code) => complete(test, mfa_pending_token, code)),
      ]);
      expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
      expect(await leftOf(person)).toBe(answers[0]?.status === 200 ? 10 : 9);
    });

    it('is no method any more once all are used', async () => {
      const person = await mfaPerson(test);
      await test.dataSource.query('UPDATE recovery_codes SET used_at = now() WHERE user_id = $1', [await idOf(person.tokens)]);
      expect((await challengeOf(test, person.email)).methods).toEqual(['totp']);
    });
  });

  it('is not asked of who turned MFA off, or had it taken away by an administrator', async () => {
    const email = await signUp(test);
    const tokens = await logIn(test, email);
    const { recoveryCodes } = await turnOn(test, tokens.access_token);
    await disable(test, tokens.access_token, recoveryCodes[0] ?? '');
    const again = await logIn(test, email);
    await turnOn(test, again.access_token);
    const pending = await challengeOf(test, email);

    const userId = await idOf(again);
    expect(await test.app.get(MfaReset, { strict: false }).reset(userId)).toBe(true);
    expect((await call(test, 'GET', '/me', undefined, bearer(again.access_token))).status).toBe(401);
    expect((await complete(test, pending.mfa_pending_token, recoveryCodes[1] ?? '')).status).toBe(401);
    await logIn(test, email);
    await test.mails.latest(email, 'Multi-factor authentication was reset');
    expect(await auditOf(test, { target_user_id: userId, action: 'mfa.factors.reset' })).toHaveLength(1);
    expect(await test.app.get(MfaReset, { strict: false }).reset('00000000-0000-4000-8000-000000000000' as UserId)).toBe(false);
  });

  it('refuses bodies that are none', async () => {
    for (const body of [{}, { code: '123456' }, { mfa_pending_token: NOWHERE_TOKEN }, { mfa_pending_token: 1, code: '123456' }, { mfa_pending_token: NOWHERE_TOKEN, code: '123456', extra: 1 }]) {
      expect((await call(test, 'POST', '/auth/mfa/complete', body)).status).toBe(400);
    }
    expect((await call(test, 'GET', '/auth/mfa/complete')).status).toBe(405);
    expect(await logInAsSuperAdmin(test)).toHaveProperty('access_token');
    expect(new Authenticator(test, 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ').code()).toMatch(/^\d{6}$/);
  });
});
