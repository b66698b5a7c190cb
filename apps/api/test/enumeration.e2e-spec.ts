import { FakeClock, FakeProvider } from '@authengine/testing';
import { actorOf, newActor } from './kit/actor.js';
import { call, logIn, logInAsSuperAdmin, newAddress, PASSWORD, signUp, bearer, type Answer } from './kit/person.js';
import { Browser, someone } from './kit/social.js';
import { createTestApp, type TestApp } from './test-app.js';

/** All that a client sees, but for what is new in every answer. */
function seen({ status, headers, body }: Answer): unknown {
  const { request_id: _, ...rest } = body;
  return { status, body: rest, headers: [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name)) };
}

describe('whether an address has an account', () => {
  const clock = new FakeClock();
  const provider = new FakeProvider(clock);
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ clock, provider, env: { RATE_LIMIT_PER_MINUTE: '100000' } });
  });
  afterAll(() => test.close());

  const setStatus = async (email: string, status: string): Promise<void> => {
    const admin = await logInAsSuperAdmin(test);
    const [row] = await test.dataSource.query<{ id: string }[]>('SELECT id FROM users WHERE email = $1', [email]);
    expect((await call(test, 'PATCH', `/platform/users/${row?.id ?? ''}`, { status }, bearer(admin.access_token))).status).toBe(200);
  };
  const withStatus = (status: string) => async (): Promise<string> => {
    const email = await signUp(test);
    await setStatus(email, status);
    return email;
  };
  const registered = async (): Promise<string> => {
    const email = newAddress();
    await call(test, 'POST', '/auth/register', { email, password: PASSWORD });
    return email;
  };
  const withoutPassword = async (): Promise<string> => {
    const ada = someone();
    expect((await new Browser(test, provider).signIn('google', ada)).status).toBe(200);
    return ada.email;
  };
  const leaving = async (): Promise<string> => {
    const email = await signUp(test);
    expect((await call(test, 'DELETE', '/me', undefined, bearer((await logIn(test, email)).access_token))).status).toBe(202);
    return email;
  };
  const accounts: Record<string, () => Promise<string>> = {
    'with another password': () => signUp(test, newAddress(), 'eleven swans behind the weir'),
    'that is suspended': withStatus('SUSPENDED'),
    'that is switched off': withStatus('INACTIVE'),
    'whose address is not proven': registered,
    'without a password, of a provider': withoutPassword,
    'that is about to be erased': leaving,
  };

  it.each(Object.keys(accounts))('EN-01 BF-08 a login to an account %s is answered like one to none', async (kind) => {
    const email = (await accounts[kind]?.()) ?? '';
    const unknown = await call(test, 'POST', '/auth/login', { email: newAddress(), password: PASSWORD });
    expect(seen(await call(test, 'POST', '/auth/login', { email, password: PASSWORD }))).toEqual(seen(unknown));
    expect(unknown).toMatchObject({ status: 401, body: { code: 'auth.invalid_credentials' } });
  });

  it.each(['/auth/password-reset/request', '/auth/magic-link/request', '/auth/verify-email/resend'])('EN-04 %s answers every account, and none, alike', async (path) => {
    const ask = async (email: string): Promise<unknown> => seen(await call(test, 'POST', path, { email }));
    const unknown = await ask(newAddress());
    for (const account of Object.values(accounts)) expect(await ask(await account())).toEqual(unknown);
    expect(unknown).toMatchObject({ status: 202 });
  });

  it('EN-07 no member finds, invites or explains their way to people of other tenants', async () => {
    const [owner, stranger] = [await newActor(test), await newActor(test)];
    const tenant = (await call<{ id: string }>(test, 'POST', '/platform/tenants', { name: 'Theirs', owner_id: owner.id }, bearer((await logInAsSuperAdmin(test)).access_token))).body.id;
    const asOwner = await actorOf(test, owner.id);
    const { body } = await asOwner.ask<unknown[]>('GET', `/tenants/users/${tenant}/users?q=${encodeURIComponent(stranger.email)}`);
    expect(body).toEqual([]);
    const invite = async (email: string): Promise<unknown> => {
      const answer = await asOwner.ask('POST', `/tenants/users/${tenant}/users`, { email });
      return seen({ ...answer, body: { ...answer.body, invitation_id: typeof answer.body['invitation_id'] } });
    };
    expect(await invite(stranger.email)).toEqual(await invite(newAddress()));
    expect((await asOwner.ask('GET', `/platform/users?q=${stranger.email}`)).status).toBe(403);
  });
});
