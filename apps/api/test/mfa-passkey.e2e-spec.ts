import { challengeOf, complete, mfaPerson, status, type Challenge, type MfaPerson } from './kit/authenticator.js';
import { addPasskey, beginSignIn, passkeysOf, removePasskey } from './kit/passkeys.js';
import { auditOf, bearer, call, type Answer, type Tokens } from './kit/person.js';
import type { SoftAuthenticator} from './kit/soft-authenticator.js';
import { type Deviation } from './kit/soft-authenticator.js';
import { createTestApp, type TestApp } from './test-app.js';

const REFUSED = { status: 401, body: { code: 'auth.second_factor_invalid' } };

describe('a passkey as the second factor of a sign-in', () => {
  let test: TestApp;
  let person: MfaPerson;
  let key: SoftAuthenticator;
  let id: string;

  beforeAll(async () => {
    test = await createTestApp({ env: { RATE_LIMIT_PER_MINUTE: '100000', MAX_CONCURRENT_SESSIONS: '100' } });
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    test.clock.reset();
    person = await mfaPerson(test);
    key = (await addPasskey(test, person.tokens.access_token)).authenticator;
    id = (await call<{ id: string }>(test, 'GET', '/me', undefined, bearer(person.tokens.access_token))).body.id;
  });

  type Done = Answer<Tokens & { user: Record<string, unknown>; code?: string }>;
  const send = (body: Record<string, unknown>): Promise<Done> => call(test, 'POST', '/auth/mfa/complete', body);
  const signed = async (by = key, deviation: Deviation = {}): Promise<unknown> => by.get(await beginSignIn(test), deviation);
  const challenge = (): Promise<Challenge> => challengeOf(test, person.email);

  it('MF-05 is offered to who has one, and completes: a session by the first factor, on record', async () => {
    const { methods, mfa_pending_token } = await challenge();
    expect(methods).toEqual(['totp', 'recovery_code', 'webauthn']);
    expect(await status(test, person.tokens.access_token)).toMatchObject({ methods });
    const done = await send({ mfa_pending_token, credential: await signed() });
    expect(done).toMatchObject({ status: 200, body: { token_type: 'bearer', user: { email: person.email } } });
    const [session] = (await call<Record<string, unknown>[]>(test, 'GET', '/me/sessions', undefined, bearer(done.body.access_token))).body;
    expect(session).toMatchObject({ current: true, auth_strategy: 'email_password' });
    expect(await auditOf(test, { action: 'auth.mfa.completed', target_user_id: id })).toMatchObject([{ status: 'success', metadata: { method: 'webauthn', auth_strategy: 'email_password' } }]);
    expect(await passkeysOf(test, done.body.access_token)).toMatchObject([{ last_used_at: expect.any(String) }]);
    expect(await send({ mfa_pending_token, credential: await signed() })).toMatchObject(REFUSED);
  });

  it('is not offered to who has none any more, nor taken', async () => {
    const pending = await challenge();
    const [passkey] = await passkeysOf(test, person.tokens.access_token);
    expect((await removePasskey(test, person.tokens.access_token, passkey?.id ?? '')).status).toBe(204);
    expect(await send({ mfa_pending_token: pending.mfa_pending_token, credential: await signed() })).toMatchObject(REFUSED);
    expect((await challenge()).methods).toEqual(['totp', 'recovery_code']);
  });

  it('WA-01 MF-05 is refused for somebody else’s passkey, a used challenge, a registration’s, and an unknown one', async () => {
    const { mfa_pending_token } = await challenge();
    const other = await mfaPerson(test);
    const theirs = (await addPasskey(test, other.tokens.access_token)).authenticator;
    expect(await send({ mfa_pending_token, credential: await signed(theirs) })).toMatchObject(REFUSED);
    const once = await signed();
    expect((await send({ mfa_pending_token: (await challenge()).mfa_pending_token, credential: once })).status).toBe(200);
    expect(await send({ mfa_pending_token, credential: once })).toMatchObject(REFUSED);
    expect(await send({ mfa_pending_token, credential: key.get({ challenge: 'A'.repeat(43), rpId: 'auth.test' }) })).toMatchObject(REFUSED);
    const failed = await auditOf(test, { action: 'auth.mfa.failed', target_user_id: id });
    expect(failed.map((entry) => entry['metadata'])).toEqual(Array.from({ length: 3 }, () => ({ auth_strategy: 'email_password', reason: 'passkey_refused' })));
    expect((await complete(test, mfa_pending_token, person.authenticator.next())).status).toBe(200);
  });

  it('WA-01 is refused where its ceremony was begun for somebody else', async () => {
    const { mfa_pending_token } = await challenge();
    const other = await mfaPerson(test);
    const named = async (email: string): Promise<unknown> => key.get(await beginSignIn(test, { email }));
    expect(await send({ mfa_pending_token, credential: await named(other.email) })).toMatchObject(REFUSED);
    expect((await send({ mfa_pending_token, credential: await named(person.email) })).status).toBe(200);
  });

  it.each<[string, Deviation]>([
    ['WA-03 without the user verified', { userVerified: false }],
    ['WA-02 on another origin', { origin: 'http://evil.test' }],
    ['WA-02 for another relying party', { rpId: 'evil.test' }],
    ['WA-02 for a registration', { type: 'webauthn.create' }],
    ['with a wrong signature', { badSignature: true }],
    ['in a frame on a foreign page', { clientData: { crossOrigin: true } }],
  ])('is refused %s', async (_, deviation) => {
    const { mfa_pending_token } = await challenge();
    expect(await send({ mfa_pending_token, credential: await signed(key, deviation) })).toMatchObject(REFUSED);
  });

  it('WA-06 is refused when its count has not risen, and that is on record', async () => {
    expect((await send({ mfa_pending_token: (await challenge()).mfa_pending_token, credential: await signed() })).status).toBe(200);
    expect(await send({ mfa_pending_token: (await challenge()).mfa_pending_token, credential: await signed(key, { count: 1 }) })).toMatchObject(REFUSED);
    expect(await auditOf(test, { action: 'mfa.passkey.copy_suspected', target_user_id: id })).toMatchObject([{ status: 'denied' }]);
  });

  it('MF-04 WA-01 of 10 parallel completions with one signature one begins a session, and a challenge takes five tries', async () => {
    const { mfa_pending_token } = await challenge();
    const credential = await signed();
    const answers = await Promise.all(Array.from({ length: 10 }, () => send({ mfa_pending_token, credential })));
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    const pending = (await challenge()).mfa_pending_token;
    for (let i = 0; i < 5; i += 1) expect((await send({ mfa_pending_token: pending, credential: await signed(key, { badSignature: true }) })).status).toBe(401);
    expect(await send({ mfa_pending_token: pending, credential: await signed() })).toMatchObject(REFUSED);
  });

  it('takes one of a code and a credential, in their forms', async () => {
    const { mfa_pending_token } = await challenge();
    const credential = await signed();
    for (const body of [{}, { code: person.authenticator.next(), credential }, { credential: null }, { credential: {} }, { credential: 'text' }, { code: null }, { code: '' }]) {
      expect(await send({ mfa_pending_token, ...body })).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    }
    expect((await send({ mfa_pending_token, credential })).status).toBe(200);
  });
});
