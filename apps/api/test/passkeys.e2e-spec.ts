import { turnOn } from './kit/authenticator.js';
import { addPasskey, beginRegistration, beginSignIn, completeRegistration, completeSignIn, passkeyPerson, passkeysOf, removePasskey, signInBy } from './kit/passkeys.js';
import { auditOf, bearer, call, logIn, logInAsSuperAdmin, newAddress, signUp, type Tokens } from './kit/person.js';
import { SoftAuthenticator, type Deviation } from './kit/soft-authenticator.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('passkeys', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ env: { APP_NAME: 'Acme' } });
  });
  afterAll(() => test.close());
  afterEach(() => test.clock.reset());

  const me = async (tokens: Tokens): Promise<Record<string, unknown>> => (await call(test, 'GET', '/me', undefined, bearer(tokens.access_token))).body;
  const person = async (): Promise<Tokens> => logIn(test, await signUp(test));

  describe('registration', () => {
    it('adds a way to sign in, tells the owner, and is on record', async () => {
      const email = await signUp(test);
      const tokens = await logIn(test, email);
      const options = await beginRegistration(test, tokens.access_token);
      expect(options).toMatchObject({
        rp: { id: 'auth.test', name: 'Acme' },
        user: { name: email },
        attestation: 'none',
        excludeCredentials: [],
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      });
      const authenticator = new SoftAuthenticator();
      const answer = await completeRegistration(test, tokens.access_token, authenticator.create(options), { device_name: 'My laptop' });
      expect(answer).toMatchObject({ status: 200, body: { device_name: 'My laptop', transports: ['internal'], backed_up: false, last_used_at: null } });

      expect(await passkeysOf(test, tokens.access_token)).toEqual([answer.body]);
      const user = await me(tokens);
      expect(user).toMatchObject({ auth_strategies: ['email_password', 'webauthn'], mfa_enabled: false });
      const mail = await test.mails.latest(email, 'A passkey was added');
      expect(mail.text).toContain('This was not me');
      expect(mail.text).not.toContain('My laptop');
      const target_user_id = user['id'] as string;
      expect(await auditOf(test, { target_user_id, action: 'mfa.passkey.registered' })).toMatchObject([
        { status: 'success', actor_id: target_user_id, metadata: { passkey_id: answer.body.id, device_name: 'My laptop', backed_up: false } },
      ]);
      expect(await auditOf(test, { target_user_id, action: 'mfa.passkey.registration_begun' })).toHaveLength(1);
      expect((await beginRegistration(test, tokens.access_token))['excludeCredentials']).toEqual([{ id: answer.body.credential_id, type: 'public-key', transports: ['internal'] }]);
    });

    it('WA-01 has a challenge of 32 bytes for five minutes, once, in its session, for its user', async () => {
      const email = await signUp(test);
      const tokens = await logIn(test, email);
      const options = await beginRegistration(test, tokens.access_token);
      expect(Buffer.from(options.challenge, 'base64url')).toHaveLength(32);
      const refused = { status: 400, body: { code: 'webauthn.registration_refused' } };

      const sibling = await logIn(test, email);
      expect(await completeRegistration(test, sibling.access_token, new SoftAuthenticator().create(options))).toMatchObject(refused);
      expect(await completeRegistration(test, tokens.access_token, new SoftAuthenticator().create(options))).toMatchObject(refused);

      const stranger = await person();
      const other = await beginRegistration(test, tokens.access_token);
      expect(await completeRegistration(test, stranger.access_token, new SoftAuthenticator().create(other))).toMatchObject(refused);

      const late = await beginRegistration(test, tokens.access_token);
      test.clock.advance({ seconds: 301 });
      expect(await completeRegistration(test, tokens.access_token, new SoftAuthenticator().create(late))).toMatchObject(refused);
      test.clock.reset();

      const elsewhere = await beginSignIn(test);
      expect(await completeRegistration(test, tokens.access_token, new SoftAuthenticator().create({ ...options, challenge: elsewhere.challenge }))).toMatchObject(refused);
      expect(await passkeysOf(test, tokens.access_token)).toEqual([]);
    });

    it('WA-01 of parallel completions of one challenge, one registers', async () => {
      const tokens = await person();
      const options = await beginRegistration(test, tokens.access_token);
      const answers = await Promise.all(Array.from({ length: 10 }, () => completeRegistration(test, tokens.access_token, new SoftAuthenticator().create(options))));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(await passkeysOf(test, tokens.access_token)).toHaveLength(1);
    });

    const certificates = new Map<string, never>();
    const refusals: [string, Deviation][] = [
      ['another origin', { origin: 'http://evil.test' }],
      ['a sub-domain', { origin: 'http://sub.auth.test' }],
      ['another port', { origin: 'http://auth.test:8080' }],
      ['another scheme', { origin: 'https://auth.test' }],
      ["another relying party's hash", { rpId: 'evil.test' }],
      ['an assertion in its place', { type: 'webauthn.get' }],
      ['a frame on a foreign page', { clientData: { crossOrigin: true } }],
      ['a foreign page on top', { clientData: { topOrigin: 'http://evil.test' } }],
      ['no user verification', { userVerified: false }],
      ['no user presence', { userPresent: false }],
      ['an algorithm that was not offered', { algorithm: -35 }],
      ['a key that is not discoverable', { discoverable: false }],
      ['a backup of what cannot be backed up', { backedUp: true }],
      ['a form of attestation that was not asked for', { attestation: new Map<string, never>([['fmt', 'android-safetynet' as never], ['attStmt', certificates as never]]) }],
      ['certificates that were not asked for', { attestation: new Map<string, never>([['fmt', 'packed' as never], ['attStmt', new Map<string, unknown>([['alg', -7], ['sig', Buffer.alloc(70)], ['x5c', [Buffer.alloc(100)]]]) as never]]) }],
      ['a self-attestation that is wrong', { attestation: new Map<string, never>([['fmt', 'packed' as never], ['attStmt', new Map<string, unknown>([['alg', -7], ['sig', Buffer.alloc(70)]]) as never]]) }],
    ];
    it.each(refusals)('WA-02 WA-03 WA-04 refuses %s, and the challenge is used up', async (_, deviation) => {
      const tokens = await person();
      const options = await beginRegistration(test, tokens.access_token);
      expect(await completeRegistration(test, tokens.access_token, new SoftAuthenticator().create(options, deviation))).toMatchObject({ status: 400, body: { code: 'webauthn.registration_refused' } });
      expect((await completeRegistration(test, tokens.access_token, new SoftAuthenticator().create(options))).status).toBe(400);
      expect(await passkeysOf(test, tokens.access_token)).toEqual([]);
      expect(await me(tokens)).toMatchObject({ auth_strategies: ['email_password'] });
    });

    it('is on record when refused, with our own word for why', async () => {
      const tokens = await person();
      await completeRegistration(test, tokens.access_token, new SoftAuthenticator().create(await beginRegistration(test, tokens.access_token), { origin: 'http://evil.test' }));
      const target_user_id = (await me(tokens))['id'] as string;
      expect(await auditOf(test, { target_user_id, action: 'mfa.passkey.registered' })).toMatchObject([{ status: 'failure', metadata: { reason: 'not_verified' } }]);
    });

    it('WA-04 refuses a credential that is registered, to whoever', async () => {
      const { authenticator, tokens } = await passkeyPerson(test);
      const stranger = await person();
      for (const { access_token } of [tokens, stranger]) {
        const again = await completeRegistration(test, access_token, authenticator.create(await beginRegistration(test, access_token)));
        expect(again).toMatchObject({ status: 409, body: { code: 'webauthn.already_registered' } });
      }
      expect(await me(stranger)).toMatchObject({ auth_strategies: ['email_password'] });
    });

    it('WA-07 needs a recent login, and a session, to begin and to complete', async () => {
      const tokens = await person();
      const options = await beginRegistration(test, tokens.access_token);
      const credential = new SoftAuthenticator().create(options);
      for (const step of ['begin', 'complete']) {
        expect((await call(test, 'POST', `/auth/webauthn/register/${step}`, { credential })).status).toBe(401);
      }
      test.clock.advance({ minutes: 11 });
      expect(await completeRegistration(test, tokens.access_token, credential)).toMatchObject({ status: 403, body: { code: 'auth.recent_login_required' } });
      expect((await call(test, 'POST', '/auth/webauthn/register/begin', undefined, bearer(tokens.access_token))).status).toBe(403);
    });

    it('stops at twenty', async () => {
      const { tokens } = await passkeyPerson(test);
      const waiting = await beginRegistration(test, tokens.access_token);
      await test.dataSource.query(
        `INSERT INTO passkeys (id, user_id, credential_id, public_key, sign_count, transports, backup_eligible, backed_up, device_name, created_at)
         SELECT gen_random_uuid(), user_id, decode(md5(n::text || user_id), 'hex'), public_key, 0, '{}', false, false, 'another', created_at FROM passkeys, generate_series(1, 19) n WHERE user_id = $1`,
        [(await me(tokens))['id']],
      );
      expect(await completeRegistration(test, tokens.access_token, new SoftAuthenticator().create(waiting))).toMatchObject({ status: 409, body: { code: 'webauthn.too_many' } });
      expect((await call(test, 'POST', '/auth/webauthn/register/begin', undefined, bearer(tokens.access_token))).status).toBe(409);
    });

    it('refuses what is no credential', async () => {
      const tokens = await person();
      const good = new SoftAuthenticator().create(await beginRegistration(test, tokens.access_token));
      const { response } = good as { response: Record<string, unknown> };
      const bad = [null, 'x', [], {}, { ...good, id: 1 }, { ...good, rawId: 'other' }, { ...good, type: 'password' }, { ...good, response: null }, { ...good, response: { ...response, attestationObject: 'a+b' } }, { ...good, response: { ...response, transports: 'usb' } }, { ...good, clientExtensionResults: [] }];
      for (const credential of bad) {
        expect(await completeRegistration(test, tokens.access_token, credential)).toMatchObject({ status: 400, body: { code: 'request.invalid', errors: [{ field: 'credential' }] } });
      }
      for (const device_name of ['', 'x'.repeat(101), 'two\nlines', 7]) expect((await completeRegistration(test, tokens.access_token, good, { device_name })).status).toBe(400);
      for (const clientDataJSON of ['bm90IGpzb24', 'bnVsbA', 'e30']) {
        expect((await completeRegistration(test, tokens.access_token, { ...good, response: { ...response, clientDataJSON } })).body.code).toBe('webauthn.registration_refused');
      }
    });
  });

  describe('signing in', () => {
    it('begins a session of its own kind, and asks for no second factor', async () => {
      const { email, authenticator, tokens } = await passkeyPerson(test);
      await turnOn(test, tokens.access_token);
      const answer = await signInBy(test, authenticator);
      expect(answer).toMatchObject({ status: 200, body: { token_type: 'bearer', user: { email, mfa_enabled: true, auth_strategies: ['email_password', 'webauthn'] } } });
      const sessions = (await call<Record<string, unknown>[]>(test, 'GET', '/me/sessions', undefined, bearer(answer.body.access_token))).body;
      expect(sessions.find((session) => session['current'])).toMatchObject({ auth_strategy: 'webauthn' });
      const [listed] = await passkeysOf(test, answer.body.access_token);
      expect(listed?.last_used_at).not.toBeNull();
      const target_user_id = answer.body.user['id'] as string;
      expect((await auditOf(test, { target_user_id, action: 'auth.login.succeeded' }))[0]).toMatchObject({ status: 'success', metadata: { auth_strategy: 'webauthn' } });
      expect((await call(test, 'POST', '/auth/refresh', { refresh_token: answer.body.refresh_token })).status).toBe(200);
      expect((await call(test, 'POST', '/auth/webauthn/register/begin', undefined, bearer(answer.body.access_token))).status).toBe(200);
    });

    it('EN-06 begins the same for every address and for none', async () => {
      const { email } = await passkeyPerson(test);
      const answers = await Promise.all([{ email }, { email: newAddress('nobody') }, {}, { email: null }, undefined].map((body) => beginSignIn(test, body)));
      for (const { challenge, ...rest } of answers) {
        expect(Buffer.from(challenge, 'base64url')).toHaveLength(32);
        expect(rest).toEqual({ rpId: 'auth.test', allowCredentials: [], timeout: 300_000, userVerification: 'required' });
      }
      expect(new Set(answers.map(({ challenge }) => challenge)).size).toBe(answers.length);
    });

    const refusals: [string, Deviation][] = [
      ['another origin', { origin: 'http://evil.test' }],
      ['a sub-domain', { origin: 'http://sub.auth.test' }],
      ['another scheme', { origin: 'https://auth.test' }],
      ["another relying party's hash", { rpId: 'evil.test' }],
      ['a registration in its place', { type: 'webauthn.create' }],
      ['a frame on a foreign page', { clientData: { crossOrigin: true } }],
      ['a foreign page on top', { clientData: { crossOrigin: true, topOrigin: 'http://evil.test' } }],
      ['no user verification', { userVerified: false }],
      ['no user presence', { userPresent: false }],
      ['a changed backup eligibility', { backupEligible: true }],
      ["another key's signature", { badSignature: true }],
      ["another user's handle", { userHandle: Buffer.alloc(16, 7).toString('base64url') }],
      ['a challenge that nobody gave', { challenge: Buffer.alloc(32, 7).toString('base64url') }],
      ['a challenge that is none', { challenge: '' }],
    ];
    it.each(refusals)('WA-02 WA-03 WA-06 refuses %s', async (_, deviation) => {
      const { authenticator } = await passkeyPerson(test);
      expect(await signInBy(test, authenticator, deviation)).toMatchObject({ status: 401, body: { code: 'webauthn.not_accepted' } });
      expect((await signInBy(test, authenticator)).status).toBe(200);
    });

    it('refuses a passkey that it does not know, in the same words, and one without a user handle', async () => {
      const { authenticator } = await passkeyPerson(test);
      const wrong = await signInBy(test, authenticator, { badSignature: true });
      const unknown = new SoftAuthenticator();
      unknown.create(await beginRegistration(test, (await person()).access_token));
      const answer = await signInBy(test, unknown);
      const words = ({ status, body }: typeof answer): unknown => ({ status, ...body, request_id: undefined });
      expect(words(answer)).toEqual(words(wrong));
      const { response, ...rest } = authenticator.get(await beginSignIn(test)) as { response: Record<string, unknown> };
      expect((await completeSignIn(test, { ...rest, response: { ...response, userHandle: null } })).status).toBe(401);
    });

    it('WA-01 takes a challenge once, within five minutes, and no registration\'s', async () => {
      const { authenticator, tokens } = await passkeyPerson(test);
      const options = await beginSignIn(test);
      expect((await completeSignIn(test, authenticator.get(options))).status).toBe(200);
      expect((await completeSignIn(test, authenticator.get(options))).status).toBe(401);

      const burnt = await beginSignIn(test);
      expect((await completeSignIn(test, authenticator.get(burnt, { badSignature: true }))).status).toBe(401);
      expect((await completeSignIn(test, authenticator.get(burnt))).status).toBe(401);

      const late = await beginSignIn(test);
      test.clock.advance({ seconds: 301 });
      expect((await completeSignIn(test, authenticator.get(late))).status).toBe(401);
      test.clock.reset();

      const { challenge } = await beginRegistration(test, tokens.access_token);
      expect((await completeSignIn(test, authenticator.get({ challenge, rpId: 'auth.test' }))).status).toBe(401);
    });

    it('WA-01 of parallel completions of one challenge, one signs in', async () => {
      const { authenticator } = await passkeyPerson(test);
      const options = await beginSignIn(test);
      const answers = await Promise.all(Array.from({ length: 10 }, () => completeSignIn(test, authenticator.get(options))));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(401)]);
    });

    it('WA-06 refuses a count that has not risen, and puts it on record', async () => {
      const { authenticator, passkey, tokens } = await passkeyPerson(test);
      expect((await signInBy(test, authenticator, { count: 5 })).status).toBe(200);
      for (const count of [5, 4, 0]) expect((await signInBy(test, authenticator, { count })).status).toBe(401);
      expect((await signInBy(test, authenticator, { count: 6 })).status).toBe(200);
      const target_user_id = (await me(tokens))['id'] as string;
      const suspicions = await auditOf(test, { target_user_id, action: 'mfa.passkey.copy_suspected' });
      expect(suspicions).toMatchObject([0, 4, 5].map((sign_count) => ({ status: 'denied', metadata: { passkey_id: passkey.id, sign_count, last_sign_count: 5 } })));
      expect(await auditOf(test, { target_user_id, action: 'auth.login.failed' })).toMatchObject(Array(3).fill({ status: 'failure', metadata: { reason: 'count_not_risen' } }));
      expect(await auditOf(test, { target_user_id, action: 'auth.login.succeeded', status: 'success' })).toHaveLength(3);
    });

    it('WA-06 of parallel signatures with one count, one signs in', async () => {
      const { authenticator } = await passkeyPerson(test);
      const answers = await Promise.all(Array.from({ length: 6 }, () => signInBy(test, authenticator, { count: 9 })));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    });

    it('WA-06 lets an authenticator that does not count sign in again, and its backup come and go', async () => {
      const { authenticator, tokens } = await passkeyPerson(test, { backupEligible: true });
      authenticator.counts = false;
      expect((await signInBy(test, authenticator, { backupEligible: true, backedUp: true })).status).toBe(200);
      expect(await passkeysOf(test, tokens.access_token)).toMatchObject([{ backed_up: true }]);
      expect((await signInBy(test, authenticator, { backupEligible: true })).status).toBe(200);
      expect((await signInBy(test, authenticator)).status).toBe(401);
    });

    it('BF-08 refuses a suspended account', async () => {
      const { authenticator, tokens } = await passkeyPerson(test);
      const id = (await me(tokens))['id'] as string;
      await test.dataSource.query("UPDATE users SET status = 'SUSPENDED' WHERE id = $1", [id]);
      expect(await signInBy(test, authenticator)).toMatchObject({ status: 401, body: { code: 'webauthn.not_accepted' } });
      expect((await auditOf(test, { target_user_id: id, action: 'auth.login.failed' }))[0]).toMatchObject({ metadata: { auth_strategy: 'webauthn', reason: 'not_active' } });
      expect(await auditOf(test, { target_user_id: id, action: 'auth.login.succeeded', status: 'success' })).toHaveLength(1);
    });

    it('refuses what is no credential', async () => {
      const { authenticator } = await passkeyPerson(test);
      const good = authenticator.get(await beginSignIn(test));
      const { response } = good as { response: Record<string, unknown> };
      for (const credential of [{}, { ...good, response: {} }, { ...good, response: { ...response, signature: { $gt: '' } } }, { ...good, response: { ...response, userHandle: 7 } }]) {
        expect(await completeSignIn(test, credential)).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
      }
      expect((await call(test, 'POST', '/auth/webauthn/authenticate/begin', { email: 7 })).status).toBe(400);
    });

    it('WA-01 begun for a named user ends with a passkey of that user alone, and tells not whether there is one', async () => {
      const [ada, bob] = [await passkeyPerson(test), await passkeyPerson(test)];
      const target_user_id = (await me(ada.tokens))['id'] as string;
      const nobody = newAddress('nobody');
      const seen = ({ status, body }: { readonly status: number; readonly body: object }): unknown => ({ status, body: { ...body, request_id: null } });
      const asNamed = async (email: unknown): Promise<unknown> => seen(await completeSignIn(test, ada.authenticator.get(await beginSignIn(test, { email }))));
      const refused = await asNamed(nobody);
      expect(refused).toMatchObject({ status: 401, body: { code: 'webauthn.not_accepted' } });
      expect(await asNamed(bob.email)).toEqual(refused);
      expect(await asNamed('no address')).toEqual(refused);
      for (const email of [ada.email, `  ${ada.email.toUpperCase()} `, '', ' ', null, undefined]) expect(await asNamed(email)).toMatchObject({ status: 200 });

      expect((await auditOf(test, { target_user_id, action: 'auth.login.failed' })).map((entry) => entry['metadata'])).toEqual(Array(3).fill({ auth_strategy: 'webauthn', reason: 'not_the_named_user' }));
    });

    it('keeps nothing of the address that a ceremony was begun for', async () => {
      const email = newAddress('named');
      await beginSignIn(test, { email });
      const rows = await test.dataSource.query<{ payload: unknown }[]>("SELECT payload FROM one_time_tokens WHERE purpose = 'webauthn-authentication'");
      expect(rows.length).toBeGreaterThan(0);
      expect(JSON.stringify(rows)).not.toContain(email);
    });
  });

  describe('removal', () => {
    it('takes the way in away, tells the owner, and is on record', async () => {
      const { email, tokens, passkey, authenticator } = await passkeyPerson(test);
      expect((await removePasskey(test, tokens.access_token, passkey.id)).status).toBe(204);
      expect(await passkeysOf(test, tokens.access_token)).toEqual([]);
      expect((await signInBy(test, authenticator)).status).toBe(401);
      const user = await me(tokens);
      expect(user).toMatchObject({ auth_strategies: ['email_password'] });
      await test.mails.latest(email, 'A passkey was removed');
      expect(await auditOf(test, { target_user_id: user['id'] as string, action: 'mfa.passkey.removed' })).toMatchObject([{ status: 'success', metadata: { passkey_id: passkey.id } }]);
      expect((await removePasskey(test, tokens.access_token, passkey.id)).status).toBe(404);
    });

    it('keeps `webauthn` among the ways in while another passkey is there', async () => {
      const { tokens, passkey } = await passkeyPerson(test);
      await addPasskey(test, tokens.access_token);
      await removePasskey(test, tokens.access_token, passkey.id);
      expect(await me(tokens)).toMatchObject({ auth_strategies: ['email_password', 'webauthn'] });
    });

    it("WA-08 finds no one else's, and lists none of them", async () => {
      const { passkey, tokens } = await passkeyPerson(test);
      const stranger = await person();
      expect(await passkeysOf(test, stranger.access_token)).toEqual([]);
      for (const id of [passkey.id, '7b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d', 'x']) {
        expect(await removePasskey(test, stranger.access_token, id)).toMatchObject({ status: 404, body: { code: 'request.not_found' } });
      }
      expect(await passkeysOf(test, tokens.access_token)).toHaveLength(1);
      expect((await removePasskey(test, (await logInAsSuperAdmin(test)).access_token, passkey.id)).status).toBe(404);
    });

    it('needs a recent login', async () => {
      const { passkey, tokens } = await passkeyPerson(test);
      test.clock.advance({ minutes: 11 });
      expect((await removePasskey(test, tokens.access_token, passkey.id)).status).toBe(403);
      expect((await call(test, 'DELETE', `/me/webauthn/credentials/${passkey.id}`)).status).toBe(401);
      expect((await call(test, 'GET', '/me/webauthn/credentials')).status).toBe(401);
    });

    it('WA-08 OC-13 leaves the last way to sign in, also of two that are removed at once', async () => {
      const { tokens, passkey } = await passkeyPerson(test);
      const { passkey: second } = await addPasskey(test, tokens.access_token);
      await test.dataSource.query('DELETE FROM password_credentials WHERE user_id = $1', [(await me(tokens))['id']]);
      const answers = await Promise.all([passkey, second].map(({ id }) => removePasskey(test, tokens.access_token, id)));
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
      const [left, ...more] = await passkeysOf(test, tokens.access_token);
      expect(more).toEqual([]);
      expect(await removePasskey(test, tokens.access_token, left?.id ?? '')).toMatchObject({ status: 409, body: { code: 'webauthn.last_way_in' } });
    });
  });

  describe('an owner who takes the account back', () => {
    it('drops the passkeys added since the session of the mail began, and keeps those before it', async () => {
      const { email, authenticator } = await passkeyPerson(test);
      await test.mails.latest(email, 'A passkey was added');
      await test.mails.clear();
      test.clock.advance({ minutes: 5 });
      const tokens = await logIn(test, email);
      const intruder = (await addPasskey(test, tokens.access_token)).authenticator;
      const waiting = await beginRegistration(test, tokens.access_token);
      const token = await test.mails.token(email, 'A passkey was added');
      expect((await call(test, 'POST', '/auth/not-me', { token })).status).toBe(200);
      expect((await signInBy(test, intruder)).status).toBe(401);
      expect((await completeRegistration(test, tokens.access_token, new SoftAuthenticator().create(waiting))).status).toBe(401);
      const again = await signInBy(test, authenticator);
      expect(again).toMatchObject({ status: 200, body: { user: { auth_strategies: ['webauthn'] } } });
    });

    it('drops all of them with the first proof of the address', async () => {
      const { email, authenticator, tokens } = await passkeyPerson(test);
      await test.dataSource.query("UPDATE users SET email_verified_at = NULL, status = 'PENDING_VERIFICATION' WHERE id = $1", [(await me(tokens))['id']]);
      await call(test, 'POST', '/auth/password-reset/request', { email });
      const token = await test.mails.token(email, 'Choose a new password');
      expect((await call(test, 'POST', '/auth/password-reset/confirm', { token, new_password: 'nine otters under the bridge' })).status).toBe(200);
      expect((await signInBy(test, authenticator)).status).toBe(401);
      const after = await logIn(test, email, 'nine otters under the bridge');
      expect(await passkeysOf(test, after.access_token)).toEqual([]);
      expect(await me(after)).toMatchObject({ auth_strategies: ['email_password'] });
    });
  });
});
