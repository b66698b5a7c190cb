import { Authenticator, challengeOf, complete, disable, enroll, mfaPerson, regenerate, status, turnOn, verify } from './kit/authenticator.js';
import { auditOf, bearer, call, logIn, PASSWORD, signUp, type Tokens } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('multi-factor authentication of the signed-in user', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ env: { APP_NAME: 'Acme' } });
  });
  afterAll(() => test.close());
  afterEach(() => test.clock.reset());

  const idOf = async (tokens: Tokens): Promise<string> => (await call<{ id: string }>(test, 'GET', '/me', undefined, bearer(tokens.access_token))).body.id;
  const rows = <T = Record<string, unknown>>(sql: string, ...values: unknown[]): Promise<T[]> => test.dataSource.query(sql, values);

  describe('an authenticator app', () => {
    it('MF-09 does not count until a code of it is given, then turns MFA on', async () => {
      const email = await signUp(test);
      const tokens = await logIn(test, email);
      expect(await status(test, tokens.access_token)).toEqual({ mfa_enabled: false, methods: [], recovery_codes_left: 0 });

      const { status: answered, headers, body } = await enroll(test, tokens.access_token);
      expect(answered).toBe(200);
      expect(headers.get('cache-control')).toContain('no-store');
      expect(body.provisioning_uri).toBe(`otpauth://totp/Acme:${encodeURIComponent(email)}?secret=${body.secret}&issuer=Acme`);
      expect(Buffer.from(body.qr_code.replace(/^data:image\/svg\+xml;base64,/, ''), 'base64').toString()).toMatch(/^<svg [^]*<\/svg>\s*$/);
      expect(typeof body.message).toBe('string');
      expect(await status(test, tokens.access_token)).toMatchObject({ mfa_enabled: false });
      await logIn(test, email);

      const confirmed = await verify(test, tokens.access_token, new Authenticator(test, body.secret).code());
      expect(confirmed.status).toBe(200);
      expect(confirmed.body.recovery_codes).toHaveLength(10);
      expect(new Set(confirmed.body.recovery_codes).size).toBe(10);
      expect(await status(test, tokens.access_token)).toEqual({ mfa_enabled: true, methods: ['totp', 'recovery_code'], recovery_codes_left: 10 });
      expect((await call(test, 'GET', '/me', undefined, bearer(tokens.access_token))).body).toMatchObject({ mfa_enabled: true });
      expect((await test.mails.latest(email, 'Multi-factor authentication is on')).text).toContain('If it was not you');
    });

    it('is enrolled by a POST without a body too', async () => {
      const tokens = await logIn(test, await signUp(test));
      expect((await call(test, 'POST', '/me/mfa/enroll', undefined, bearer(tokens.access_token))).status).toBe(200);
    });

    it('MF-06 ends the sessions that began without it, and keeps the one that turned it on', async () => {
      const email = await signUp(test);
      const before = await logIn(test, email);
      const tokens = await logIn(test, email);
      await turnOn(test, tokens.access_token);
      expect((await call(test, 'GET', '/me', undefined, bearer(before.access_token))).status).toBe(401);
      expect((await call(test, 'POST', '/auth/refresh', { refresh_token: before.refresh_token })).status).toBe(401);
      expect((await call(test, 'GET', '/me', undefined, bearer(tokens.access_token))).status).toBe(200);
      expect((await call(test, 'POST', '/auth/refresh', { refresh_token: tokens.refresh_token })).status).toBe(200);
    });

    it('is not confirmed by a wrong code, and both are on record', async () => {
      const tokens = await logIn(test, await signUp(test));
      const { body } = await enroll(test, tokens.access_token);
      const authenticator = new Authenticator(test, body.secret);
      const refused = await verify(test, tokens.access_token, authenticator.wrong());
      expect(refused).toMatchObject({ status: 400, body: { code: 'mfa.code_invalid' } });
      expect((await verify(test, tokens.access_token, authenticator.code(-2))).status).toBe(400);
      expect((await verify(test, tokens.access_token, authenticator.code(2))).status).toBe(400);
      expect(await status(test, tokens.access_token)).toMatchObject({ mfa_enabled: false });
      expect((await verify(test, tokens.access_token, `${authenticator.code(1).slice(0, 3)} ${authenticator.code(1).slice(3)}`)).status).toBe(200);

      const target_user_id = await idOf(tokens);
      const entries = await auditOf(test, { target_user_id, action: 'mfa.totp.confirmed' });
      expect(entries.map((entry) => entry['status'])).toEqual(['success', 'failure', 'failure', 'failure']);
      expect(await auditOf(test, { target_user_id, action: 'mfa.totp.enrolled' })).toMatchObject([{ status: 'success', actor_id: target_user_id, metadata: { replaces: false } }]);
    });

    it('has nothing to confirm before it was shown, a quarter of an hour after, and once confirmed', async () => {
      const tokens = await logIn(test, await signUp(test));
      expect(await verify(test, tokens.access_token, '123456')).toMatchObject({ status: 409, body: { code: 'mfa.nothing_to_confirm' } });
      const first = new Authenticator(test, (await enroll(test, tokens.access_token)).body.secret);
      test.clock.advance({ minutes: 16 });
      expect((await verify(test, tokens.access_token, first.code())).status).toBe(409);
      test.clock.reset();
      const second = new Authenticator(test, (await enroll(test, tokens.access_token)).body.secret);
      expect((await verify(test, tokens.access_token, second.code())).status).toBe(200);
      expect((await verify(test, tokens.access_token, second.next())).status).toBe(409);
    });

    it('needs a recent login, and a session', async () => {
      const tokens = await logIn(test, await signUp(test));
      test.clock.advance({ minutes: 11 });
      expect(await enroll(test, tokens.access_token)).toMatchObject({ status: 403, body: { code: 'auth.recent_login_required' } });
      for (const [method, path] of [['POST', 'enroll'], ['POST', 'verify'], ['DELETE', 'disable'], ['GET', 'status'], ['POST', 'recovery-codes']] as const) {
        expect((await call(test, method, `/me/mfa/${path}`, method === 'GET' ? undefined : { code: '123456' })).status).toBe(401);
      }
    });

    it('MF-08 has a secret of ours, kept sealed, and never told again', async () => {
      const tokens = await logIn(test, await signUp(test));
      const own = { secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' };
      expect((await enroll(test, tokens.access_token, own)).status).toBe(400);
      const { body } = await enroll(test, tokens.access_token);
      expect(body.secret).toMatch(/^[A-Z2-7]{32}$/);
      const kept = await rows<{ sealed_secret: string }>('SELECT sealed_secret FROM totp_devices WHERE user_id = $1', await idOf(tokens));
      expect(kept).toHaveLength(1);
      expect(kept[0]?.sealed_secret).toMatch(/^v1\.[0-9a-f]{16}\./);
      expect(kept[0]?.sealed_secret).not.toContain(body.secret);
      await verify(test, tokens.access_token, new Authenticator(test, body.secret).code());
      expect(JSON.stringify(await status(test, tokens.access_token))).not.toContain(body.secret);
    });

    it('RC-04 of parallel enrolments leaves one secret that can be confirmed', async () => {
      const tokens = await logIn(test, await signUp(test));
      const shown = await Promise.all(Array.from({ length: 6 }, () => enroll(test, tokens.access_token)));
      expect(shown.map((answer) => answer.status)).toEqual(Array(6).fill(200));
      const outcomes: number[] = [];
      for (const { body } of shown) outcomes.push((await verify(test, tokens.access_token, new Authenticator(test, body.secret).code())).status);
      expect(outcomes.filter((outcome) => outcome === 200)).toHaveLength(1);
      expect(await rows('SELECT state FROM totp_devices WHERE user_id = $1', await idOf(tokens))).toEqual([{ state: 'confirmed' }]);
    });

    it('RC-04 is confirmed once by parallel codes, with one set of recovery codes', async () => {
      const tokens = await logIn(test, await signUp(test));
      const authenticator = new Authenticator(test, (await enroll(test, tokens.access_token)).body.secret);
      const answers = await Promise.all(Array.from({ length: 10 }, () => verify(test, tokens.access_token, authenticator.code())));
      const won = answers.filter((answer) => answer.status === 200);
      expect(won).toHaveLength(1);
      expect(await status(test, tokens.access_token)).toMatchObject({ recovery_codes_left: 10 });
      expect((await regenerate(test, tokens.access_token, won[0]?.body.recovery_codes[0] ?? '')).status).toBe(200);
    });

    it('MF-09 is replaced only by who has the one before, which counts until then', async () => {
      const { email, tokens, authenticator, recoveryCodes } = await mfaPerson(test);
      expect(await enroll(test, tokens.access_token)).toMatchObject({ status: 409, body: { code: 'mfa.code_required' } });
      expect(await enroll(test, tokens.access_token, { code: authenticator.wrong() })).toMatchObject({ status: 400, body: { code: 'mfa.code_invalid' } });
      const shown = await enroll(test, tokens.access_token, { code: authenticator.next() });
      expect(shown.status).toBe(200);
      const newer = new Authenticator(test, shown.body.secret);

      const { mfa_pending_token } = await challengeOf(test, email);
      expect((await complete(test, mfa_pending_token, newer.code())).status).toBe(401);
      const other = await complete(test, mfa_pending_token, authenticator.next());
      expect(other.status).toBe(200);
      const pending = await challengeOf(test, email);

      const confirmed = await verify(test, tokens.access_token, newer.code());
      expect(confirmed.status).toBe(200);
      expect((await call(test, 'GET', '/me', undefined, bearer(other.body.access_token))).status).toBe(401);
      expect((await complete(test, pending.mfa_pending_token, newer.code(1))).status).toBe(401);
      const { mfa_pending_token: latest } = await challengeOf(test, email);
      expect((await complete(test, latest, authenticator.code())).status).toBe(401);
      expect((await complete(test, latest, recoveryCodes[0] ?? '')).status).toBe(401);
      expect((await complete(test, latest, newer.next())).status).toBe(200);
      await test.mails.latest(email, 'Your authenticator app was replaced');
    });
  });

  describe('turning it off', () => {
    it.each(['totp', 'recovery_code'])('takes a code (%s), ends other sessions, tells the owner and is on record', async (method) => {
      const { email, tokens, authenticator, recoveryCodes } = await mfaPerson(test);
      const { mfa_pending_token } = await challengeOf(test, email);
      const other = await complete(test, mfa_pending_token, authenticator.next());
      const pending = await challengeOf(test, email);
      expect((await disable(test, tokens.access_token, authenticator.wrong())).body).toMatchObject({ code: 'mfa.code_invalid' });

      // The second by POST, for clients whose DELETE has no body.
      const answer = method === 'totp' ? await disable(test, tokens.access_token, authenticator.next()) : await call(test, 'POST', '/me/mfa/disable', { code: recoveryCodes[0] ?? '' }, bearer(tokens.access_token));
      expect(answer.status).toBe(200);
      expect(typeof answer.body['message']).toBe('string');
      expect(await status(test, tokens.access_token)).toEqual({ mfa_enabled: false, methods: [], recovery_codes_left: 0 });
      expect((await call(test, 'GET', '/me', undefined, bearer(other.body.access_token))).status).toBe(401);
      expect((await complete(test, pending.mfa_pending_token, recoveryCodes[1] ?? '')).status).toBe(401);
      await logIn(test, email);
      await test.mails.latest(email, 'Multi-factor authentication is off');
      const entries = await auditOf(test, { target_user_id: await idOf(tokens), action: 'mfa.totp.disabled' });
      expect(entries).toMatchObject([{ status: 'success', metadata: { method } }, { status: 'failure', metadata: { reason: 'wrong' } }]);
    });

    it('needs a recent login, and MFA that is on', async () => {
      const { tokens, recoveryCodes } = await mfaPerson(test);
      test.clock.advance({ minutes: 11 });
      expect((await disable(test, tokens.access_token, recoveryCodes[0] ?? '')).status).toBe(403);
      test.clock.reset();
      const plain = await logIn(test, await signUp(test));
      expect(await disable(test, plain.access_token, '123456')).toMatchObject({ status: 409, body: { code: 'mfa.not_enabled' } });
    });

    it("does not take another user's codes", async () => {
      const ada = await mfaPerson(test);
      const bob = await mfaPerson(test);
      expect((await disable(test, ada.tokens.access_token, bob.recoveryCodes[0] ?? '')).status).toBe(400);
      expect((await disable(test, ada.tokens.access_token, bob.authenticator.next())).status).toBe(400);
      expect(await status(test, ada.tokens.access_token)).toMatchObject({ mfa_enabled: true });
      expect(await status(test, bob.tokens.access_token)).toMatchObject({ recovery_codes_left: 10 });
    });

    it('MF-06 is no field of any other request', async () => {
      const { tokens } = await mfaPerson(test);
      for (const field of ['mfa_enabled', 'mfaEnabled']) {
        expect((await call(test, 'PATCH', '/me', { [field]: false }, bearer(tokens.access_token))).status).toBeGreaterThanOrEqual(400);
      }
      expect(await status(test, tokens.access_token)).toMatchObject({ mfa_enabled: true });
    });
  });

  describe('recovery codes', () => {
    it('MF-10 are made anew with a code; those before are void', async () => {
      const { email, tokens, authenticator, recoveryCodes } = await mfaPerson(test);
      expect((await regenerate(test, tokens.access_token, authenticator.wrong())).body).toMatchObject({ code: 'mfa.code_invalid' });
      const renewed = await regenerate(test, tokens.access_token, authenticator.next());
      expect(renewed.status).toBe(200);
      expect(renewed.headers.get('cache-control')).toContain('no-store');
      expect(renewed.body.recovery_codes).toHaveLength(10);
      expect(renewed.body.recovery_codes.filter((code) => recoveryCodes.includes(code))).toEqual([]);

      const { mfa_pending_token } = await challengeOf(test, email);
      expect((await complete(test, mfa_pending_token, recoveryCodes[0] ?? '')).status).toBe(401);
      expect((await complete(test, mfa_pending_token, renewed.body.recovery_codes[0] ?? '')).status).toBe(200);
      await test.mails.latest(email, 'New recovery codes were made');
      const entries = await auditOf(test, { target_user_id: await idOf(tokens), action: 'mfa.recovery_codes.regenerated' });
      expect(entries).toMatchObject([{ status: 'success', metadata: { method: 'totp' } }, { status: 'failure' }]);
    });

    it('MF-10 are kept as digests', async () => {
      const { tokens, recoveryCodes } = await mfaPerson(test);
      const kept = await rows<{ code_hash: Buffer }>('SELECT code_hash FROM recovery_codes WHERE user_id = $1', await idOf(tokens));
      expect(kept).toHaveLength(10);
      const text = kept.map((row) => row.code_hash.toString('latin1')).join();
      for (const code of recoveryCodes) expect(text).not.toContain(code.replaceAll('-', ''));
    });

    it('are refused where MFA is off', async () => {
      const plain = await logIn(test, await signUp(test));
      expect(await regenerate(test, plain.access_token, '123456')).toMatchObject({ status: 409, body: { code: 'mfa.not_enabled' } });
    });
  });

  it('MF-01 a code that confirmed, replaced or turned off is taken nowhere else', async () => {
    const email = await signUp(test);
    const tokens = await logIn(test, email);
    const authenticator = new Authenticator(test, (await enroll(test, tokens.access_token)).body.secret);
    const code = authenticator.code();
    await verify(test, tokens.access_token, code);
    const { mfa_pending_token } = await challengeOf(test, email);
    expect((await complete(test, mfa_pending_token, code)).status).toBe(401);
    expect((await disable(test, tokens.access_token, code)).status).toBe(400);
    expect((await regenerate(test, tokens.access_token, code)).status).toBe(400);
    expect((await enroll(test, tokens.access_token, { code })).status).toBe(400);
  });

  it('MF-03 counts wrong codes of a signed-in user too, right ones after them included', async () => {
    const { tokens, authenticator } = await mfaPerson(test);
    const outcomes: number[] = [];
    for (let i = 0; i < 11; i += 1) outcomes.push((await disable(test, tokens.access_token, authenticator.wrong())).status);
    expect(outcomes).toEqual([...Array<number>(10).fill(400), 429]);
    const refused = await disable(test, tokens.access_token, authenticator.next());
    expect(refused).toMatchObject({ status: 429, body: { code: 'mfa.too_many_attempts' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(400);
    expect(await status(test, tokens.access_token)).toMatchObject({ mfa_enabled: true });
  });

  it('refuses what is no code', async () => {
    const tokens = await logIn(test, await signUp(test));
    for (const code of ['', 'x'.repeat(65), 123456, null, ['123456'], { $gt: '' }]) {
      expect((await call(test, 'POST', '/me/mfa/verify', { code }, bearer(tokens.access_token))).status).toBe(400);
    }
    expect((await call(test, 'POST', '/auth/login', { email: 'nobody@people.test', password: PASSWORD, code: '123456' })).status).toBe(400);
  });
});
