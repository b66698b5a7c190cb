import { challengeOf, complete, disable, enroll, mfaPerson, status } from './kit/authenticator.js';
import { auditOf, bearer, call, type Tokens } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const NEW_PASSWORD = 'nine otters under the bridge';

describe('second factors and passwords', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());
  afterEach(() => test.clock.reset());

  const reset = async (email: string): Promise<void> => {
    await call(test, 'POST', '/auth/password-reset/request', { email });
    const answer = await call(test, 'POST', '/auth/password-reset/confirm', { token: await test.mails.token(email, 'password'), new_password: NEW_PASSWORD });
    if (answer.status !== 200) throw new Error(`the reset answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  };
  const reauthenticate = (tokens: Tokens, body: Record<string, unknown>) => call(test, 'POST', '/auth/reauthenticate', body, bearer(tokens.access_token));

  it('EV-05 a reset voids challenges under way, and the second factor stays', async () => {
    const person = await mfaPerson(test);
    const pending = await challengeOf(test, person.email);
    await reset(person.email);
    expect((await complete(test, pending.mfa_pending_token, person.recoveryCodes[0] ?? '')).status).toBe(401);
    const login = await call<{ mfa_pending_token: string }>(test, 'POST', '/auth/login', { email: person.email, password: NEW_PASSWORD });
    expect(login.status).toBe(202);
    const done = await complete(test, login.body.mfa_pending_token, person.recoveryCodes[0] ?? '');
    expect(done.status).toBe(200);
    expect(await status(test, done.body.access_token)).toMatchObject({ mfa_enabled: true, recovery_codes_left: 9 });
  });

  it('a changed password voids challenges that the old one got', async () => {
    const person = await mfaPerson(test);
    const pending = await challengeOf(test, person.email);
    const changed = await call(test, 'POST', '/auth/password', { current_password: 'seven herons over the estuary', new_password: NEW_PASSWORD }, bearer(person.tokens.access_token));
    expect(changed.status).toBe(200);
    expect((await complete(test, pending.mfa_pending_token, person.authenticator.next())).status).toBe(401);
  });

  it('MF-09 proving again who one is takes both factors, the code once and from the same budget', async () => {
    const person = await mfaPerson(test);
    const password = 'seven herons over the estuary';
    test.clock.advance({ minutes: 11 });
    expect((await disable(test, person.tokens.access_token, person.recoveryCodes[0] ?? '')).status).toBe(403);
    expect((await reauthenticate(person.tokens, { password })).status).toBe(400);
    const wrong = await reauthenticate(person.tokens, { password, code: person.authenticator.wrong() });
    expect(wrong.status).toBeGreaterThanOrEqual(400);
    const me = await call<{ id: string }>(test, 'GET', '/me', undefined, bearer(person.tokens.access_token));
    const onRecord = async (name: string) => (await auditOf(test, { action: `auth.reauthentication.${name}`, actor_id: me.body.id })).map(({ metadata }) => metadata);
    expect([await onRecord('succeeded'), await onRecord('failed')]).toEqual([[], [{ reason: 'wrong_code' }, { code: 'reauthentication.code_required' }]]);
    const code = person.authenticator.next();
    expect((await reauthenticate(person.tokens, { password, code })).status).toBe(200);
    expect((await enroll(test, person.tokens.access_token, { code })).status).toBe(400);
    expect((await disable(test, person.tokens.access_token, person.recoveryCodes[0] ?? '')).status).toBe(200);
  });

  it('MF-03 proving again who one is cannot be used to guess', async () => {
    const person = await mfaPerson(test);
    const outcomes: number[] = [];
    for (let i = 0; i < 10; i += 1) outcomes.push((await disable(test, person.tokens.access_token, person.authenticator.wrong())).status);
    expect(outcomes).toEqual(Array(10).fill(400));
    const answer = await reauthenticate(person.tokens, { password: 'seven herons over the estuary', code: person.authenticator.next() });
    expect(answer).toMatchObject({ status: 429, body: { code: 'mfa.too_many_attempts' } });
  });

  it('the owner ends it all by the link in the mail that tells of a factor', async () => {
    const person = await mfaPerson(test);
    const token = await test.mails.token(person.email, 'Multi-factor authentication is on');
    expect((await call(test, 'POST', '/auth/not-me', { token })).status).toBe(200);
    expect((await call(test, 'GET', '/me', undefined, bearer(person.tokens.access_token))).status).toBe(401);
  });

  it('ML-07 factors set before an address was proven go with the first proof', async () => {
    const person = await mfaPerson(test);
    await test.dataSource.query("UPDATE users SET email_verified_at = NULL, status = 'PENDING_VERIFICATION' WHERE email = $1", [person.email]);
    await reset(person.email);
    const login = await call<Tokens>(test, 'POST', '/auth/login', { email: person.email, password: NEW_PASSWORD });
    expect(login.status).toBe(200);
    expect(await status(test, login.body.access_token)).toEqual({ mfa_enabled: false, methods: [], recovery_codes_left: 0 });
  });
});
