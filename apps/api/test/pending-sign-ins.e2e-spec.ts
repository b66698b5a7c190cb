import { challengeOf, complete, mfaPerson } from './kit/authenticator.js';
import { bearer, call, logIn, logInAsSuperAdmin, newAddress, PASSWORD, signUp, type Answer } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('what was begun before an administrator ends somebody’s sessions', () => {
  let test: TestApp;
  let admin: string;

  beforeAll(async () => {
    test = await createTestApp();
    admin = (await logInAsSuperAdmin(test)).access_token;
  });
  afterAll(() => test.close());

  const byAdmin = (method: 'PATCH' | 'DELETE', path: string, body?: Record<string, unknown>): Promise<Answer> => call(test, method, `/platform/users/${path}`, body, bearer(admin));
  const ACTS = {
    'the end of all sessions': async (id: string) => {
      expect((await byAdmin('DELETE', `${id}/sessions`)).status).toBe(204);
    },
    'a suspension, also once it is lifted': async (id: string) => {
      expect((await byAdmin('PATCH', id, { status: 'SUSPENDED' })).status).toBe(200);
      expect((await byAdmin('PATCH', id, { status: 'ACTIVE' })).status).toBe(200);
    },
  };
  const idOf = async (access: string): Promise<string> => String((await call(test, 'GET', '/me', undefined, bearer(access))).body['id']);

  it.each(Object.entries(ACTS))('is over after %s: links and address changes', async (_name, act) => {
    const email = await signUp(test);
    const { access_token } = await logIn(test, email);
    const id = await idOf(access_token);
    await call(test, 'POST', '/auth/magic-link/request', { email });
    const link = await test.mails.token(email, 'Your link to sign in');
    await call(test, 'POST', '/auth/password-reset/request', { email });
    const reset = await test.mails.token(email, 'Choose a new password');
    const next = newAddress('next');
    await call(test, 'POST', '/me/email', { new_email: next, password: PASSWORD }, bearer(access_token));
    const change = await test.mails.token(next, 'Confirm your new');
    await act(id);
    expect((await call(test, 'POST', '/auth/magic-link/verify', { token: link })).status).toBe(400);
    expect((await call(test, 'POST', '/auth/password-reset/confirm', { token: reset, new_password: 'nine otters under the bridge' })).status).toBe(400);
    expect((await call(test, 'POST', '/auth/verify-email', { token: change })).status).toBe(400);
  });

  it.each(Object.entries(ACTS))('is over after %s: a sign-in that waits for its second factor', async (_name, act) => {
    const person = await mfaPerson(test);
    const { mfa_pending_token: challenge } = await challengeOf(test, person.email);
    await act(await idOf(person.tokens.access_token));
    expect((await complete(test, challenge, person.authenticator.next())).status).toBe(401);
  });
});
