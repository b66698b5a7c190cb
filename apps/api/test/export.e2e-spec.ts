import { FakeClock, FakeProvider } from '@authengine/testing';
import { turnOn } from './kit/authenticator.js';
import { addPasskey } from './kit/passkeys.js';
import { bearer, call, logIn, newAddress, PASSWORD, signUp } from './kit/person.js';
import { Browser, someone } from './kit/social.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('the export of one’s own data', () => {
  const clock = new FakeClock();
  const provider = new FakeProvider(clock);
  let test: TestApp;

  beforeAll(async () => {
    test = await createTestApp({ clock, provider });
  });
  afterAll(() => test.close());

  const person = async (): Promise<{ email: string; token: string; github: ReturnType<typeof someone>; secrets: string[]; passkeyId: string }> => {
    const email = await signUp(test, newAddress());
    const { access_token: token, refresh_token } = await logIn(test, email);
    const github = someone();
    await new Browser(test, provider).link('github', github, token);
    const { passkey } = await addPasskey(test, token);
    const { authenticator, recoveryCodes } = await turnOn(test, token);
    const plain = recoveryCodes.map((code) => code.replaceAll('-', ''));
    return { email, token, github, passkeyId: passkey.id, secrets: [token, refresh_token, authenticator.secret, ...recoveryCodes, ...plain, PASSWORD] };
  };
  /** Every stored value of these columns, however it might be written out. */
  const stored = async (table: string, column: string): Promise<string[]> => {
    const rows = await test.dataSource.query<{ value: Buffer | string }[]>(`SELECT ${column} AS value FROM ${table}`);
    return rows.flatMap(({ value }) => (Buffer.isBuffer(value) ? ['hex', 'base64', 'base64url'].map((form) => value.toString(form as 'hex')) : [value]));
  };

  it('GD-02 holds linked accounts, second factors and passkeys, and no secret', async () => {
    const [ada, stranger] = [await person(), await person()];
    const answer = await call<Record<string, unknown>>(test, 'GET', '/me/export', undefined, bearer(ada.token));
    expect(answer).toMatchObject({
      status: 200,
      body: {
        linked_accounts: [{ provider: 'github', issuer: expect.any(String), subject: String(ada.github.id), provider_email: ada.github.email }],
        second_factors: { authenticator_app: { set_up_at: expect.any(String) }, recovery_codes: Array.from({ length: 10 }, () => ({ used_at: null })) },
        passkeys: [{ id: ada.passkeyId, device_name: expect.any(String), last_used_at: null }],
      },
    });
    const text = JSON.stringify(answer.body);
    const kept = [
      ...(await stored('totp_devices', 'sealed_secret')),
      ...(await stored('recovery_codes', 'code_hash')),
      ...(await stored('passkeys', 'public_key')),
      ...(await stored('password_credentials', 'hash')),
    ];
    for (const secret of [...ada.secrets, ...stranger.secrets, ...kept, stranger.email, stranger.github.email, stranger.passkeyId]) expect(text).not.toContain(secret);
  });

  it('says of what is not there that it is not', async () => {
    const { access_token } = await logIn(test, await signUp(test));
    expect((await call(test, 'GET', '/me/export', undefined, bearer(access_token))).body).toMatchObject({
      linked_accounts: [], passkeys: [], second_factors: { authenticator_app: null, recovery_codes: [] },
    });
  });
});
