import { addPasskey, beginRegistration, beginSignIn, completeRegistration, completeSignIn, signInBy } from './kit/passkeys.js';
import { logIn, signUp, type Tokens } from './kit/person.js';
import { SoftAuthenticator } from './kit/soft-authenticator.js';
import { createTestApp, type TestApp } from './test-app.js';

const APP = 'https://app.example.test';
const ANDROID = 'android:apk-key-hash:Z4OBpZ0n4d8gMzJ4zHDlrOwvzv8_4J1kGqkG7vOyq1w';

describe('passkeys on the pages of a front end elsewhere', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ env: { APP_URL: 'https://auth.example.test', WEBAUTHN_RP_ID: 'example.test', WEBAUTHN_ORIGINS: `${APP},https://admin.example.test,${ANDROID}` } });
  });
  afterAll(() => test.close());

  const person = async (): Promise<Tokens> => logIn(test, await signUp(test));

  it('are made for the domain that all share, and sign in on each of the origins', async () => {
    const { access_token: token } = await person();
    expect(await beginRegistration(test, token)).toMatchObject({ rp: { id: 'example.test' } });
    const { authenticator } = await addPasskey(test, token, {}, new SoftAuthenticator(APP));
    expect(await beginSignIn(test)).toMatchObject({ rpId: 'example.test' });
    expect((await signInBy(test, authenticator)).status).toBe(200);
    expect((await signInBy(test, authenticator, { origin: 'https://admin.example.test' })).status).toBe(200);
    expect((await signInBy(test, authenticator, { origin: ANDROID })).status).toBe(200);
  });

  it.each([['https://auth.example.test'], ['https://example.test'], ['https://evil.app.example.test'], ['http://app.example.test'], [`${APP}:8443`], [ANDROID.replace('Z4O', 'Z4P')], ['https://app.example.test.evil.test']])(
    'WA-02 not on %s, neither made nor used',
    async (origin) => {
      const { access_token: token } = await person();
      const refused = await completeRegistration(test, token, new SoftAuthenticator(APP).create(await beginRegistration(test, token), { origin }));
      expect(refused).toMatchObject({ status: 400, body: { code: 'webauthn.registration_refused' } });
      const { authenticator } = await addPasskey(test, token, {}, new SoftAuthenticator(APP));
      expect(await completeSignIn(test, authenticator.get(await beginSignIn(test), { origin }))).toMatchObject({ status: 401, body: { code: 'webauthn.not_accepted' } });
    },
  );

  it('WA-02 not for another relying party, the host of APP_URL among them', async () => {
    const { access_token: token } = await person();
    const { authenticator } = await addPasskey(test, token, {}, new SoftAuthenticator(APP));
    for (const rpId of ['auth.example.test', 'app.example.test']) expect((await signInBy(test, authenticator, { rpId })).status).toBe(401);
  });
});
