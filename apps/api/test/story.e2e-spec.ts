import { auditOf, bearer, call, introspect, logIn, logInAsSuperAdmin, newAddress, PASSWORD, refresh, type Tokens } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const UUID = /^[0-9a-f-]{36}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Each step goes on from the one before, as a person and a service would. */
describe('the main job', () => {
  const email = newAddress('ada');
  let test: TestApp;
  let tokens: Tokens;
  let admin: Tokens;
  let key: string;

  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());

  it('takes a registration and answers the same as for any address', async () => {
    const answer = await call(test, 'POST', '/auth/register', { email: email.toUpperCase(), password: PASSWORD, first_name: 'Ada', last_name: 'Lovelace', username: 'Ada.L' });
    expect(answer).toMatchObject({ status: 202, body: { message: expect.any(String) as string } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('lets nobody in before the address is proven', async () => {
    const answer = await call(test, 'POST', '/auth/login', { email, password: PASSWORD });
    expect(answer).toMatchObject({ status: 401, body: { code: 'auth.invalid_credentials' } });
  });

  it('proves the address by the mail, once', async () => {
    const mail = await test.mails.latest(email);
    expect(mail.text).toContain('http://auth.test/verify-email#token=');
    const token = await test.mails.token(email);
    expect(await call(test, 'POST', '/auth/verify-email', { token })).toMatchObject({ status: 200, body: { message: expect.any(String) as string } });
    expect(await call(test, 'POST', '/auth/verify-email', { token })).toMatchObject({ status: 400, body: { code: 'auth.invalid_one_time_token' } });
  });

  it('signs in with tokens and the user', async () => {
    const answer = await call<Tokens>(test, 'POST', '/auth/login', { email: ` ${email} `, password: PASSWORD });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as string,
        refresh_token: expect.any(String) as string,
        token_type: 'bearer',
        expires_in: 1800,
        user: {
          id: expect.stringMatching(UUID) as string,
          email,
          username: 'ada.l',
          first_name: 'Ada',
          last_name: 'Lovelace',
          status: 'ACTIVE',
          is_email_verified: true,
          is_phone_verified: false,
          mfa_enabled: false,
          auth_strategies: ['email_password'],
          created_at: expect.stringMatching(TIME) as string,
          last_login_at: expect.stringMatching(TIME) as string,
          roles: [],
        },
      },
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    tokens = answer.body;
  });

  it('shows the user and the session they are in', async () => {
    expect(await call(test, 'GET', '/me', undefined, bearer(tokens.access_token))).toMatchObject({ status: 200, body: { email } });
    const sessions = await call<unknown[]>(test, 'GET', '/me/sessions', undefined, { ...bearer(tokens.access_token) });
    expect(sessions.body).toEqual([
      {
        id: expect.stringMatching(UUID) as string,
        current: true,
        created_at: expect.stringMatching(TIME) as string,
        last_seen_at: expect.stringMatching(TIME) as string,
        ip_address: '127.0.0.1',
        user_agent: 'node',
        auth_strategy: 'email_password',
        applications: [],
      },
    ]);
  });

  it('gives a service its key when a platform admin asks, and nobody else', async () => {
    admin = await logInAsSuperAdmin(test);
    const refused = await call(test, 'POST', '/platform/service-keys', { service_name: 'orders' }, bearer(tokens.access_token));
    expect(refused).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } });
    const answer = await call<{ raw_key: string; key_prefix: string }>(test, 'POST', '/platform/service-keys', { service_name: 'orders' }, bearer(admin.access_token));
    expect(answer).toMatchObject({ status: 201, body: { service_name: 'orders', tenant_id: null, expires_at: null, raw_key: expect.stringMatching(/^ae_sk_[0-9a-f]{64}$/) as string } });
    expect(answer.body.raw_key.startsWith(answer.body.key_prefix)).toBe(true);
    key = answer.body.raw_key;
  });

  it('tells the service who holds the token and what they may do', async () => {
    const { status, body } = await introspect(test, key, tokens.access_token);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      active: true,
      email,
      first_name: 'Ada',
      last_name: 'Lovelace',
      is_email_verified: true,
      auth_strategy: 'email_password',
      permissions: [],
      tenant_ids: [],
      token_type: expect.any(String) as string,
      username: 'ada.l',
      iss: 'http://auth.test',
      aud: 'http://auth.test',
    });
    for (const name of ['avatar_url', 'picture', 'tenant_id', 'scope']) expect(body).not.toHaveProperty(name);
    expect(body['sub']).toBe(body['user_id']);
    expect(body['session_id']).toMatch(UUID);
    expect(Number(body['exp']) - Number(body['iat'])).toBe(1800);
  });

  it('tells it the same in RFC 7662 form', async () => {
    const response = await fetch(`${test.url}/api/v1/auth/introspect`, {
      method: 'POST',
      headers: { 'X-API-Key': key },
      body: new URLSearchParams({ token: tokens.access_token }),
    });
    expect(await response.json()).toEqual((await introspect(test, key, tokens.access_token)).body);
  });

  it('knows the super admin by their permissions', async () => {
    const { body } = await introspect(test, key, admin.access_token);
    expect(body['permissions']).toEqual(expect.arrayContaining(['platform.users.manage', 'platform.audit.view']));
  });

  it('refreshes, logs out, and from then on answers exactly inactive', async () => {
    const next = await refresh(test, tokens.refresh_token);
    expect(next).toMatchObject({ status: 200, body: { token_type: 'bearer', user: { email } } });
    expect(await introspect(test, key, next.body.access_token)).toMatchObject({ body: { active: true } });
    expect((await call(test, 'POST', '/auth/logout', undefined, bearer(next.body.access_token))).status).toBe(204);
    for (const token of [tokens.access_token, next.body.access_token]) {
      expect(await introspect(test, key, token)).toMatchObject({ status: 200, body: { active: false } });
      expect(Object.keys((await introspect(test, key, token)).body)).toEqual(['active']);
      expect((await call(test, 'GET', '/me', undefined, bearer(token))).status).toBe(401);
    }
    expect(await refresh(test, next.body.refresh_token)).toMatchObject({ status: 401, body: { code: 'auth.invalid_refresh_token' } });
    expect((await call(test, 'POST', '/auth/logout', undefined, bearer(next.body.access_token))).status).toBe(204);
  });

  it('has every act and every refusal on record', async () => {
    const { user } = (await call<{ user: { id: string } }>(test, 'POST', '/auth/login', { email, password: PASSWORD })).body;
    const entries = await auditOf(test, { target_user_id: user.id, limit: '100' });
    const seen = entries.map((entry) => `${String(entry['action'])} ${String(entry['status'])}`).reverse();
    expect(seen).toEqual([
      'user.registered success',
      'auth.login.failed failure',
      'user.email.verified success',
      'auth.login.succeeded success',
      'auth.session.refreshed success',
      'auth.session.logged_out success',
      'auth.session.refresh_refused failure',
      'auth.login.succeeded success',
    ]);
    const [created] = await auditOf(test, { action: 'service_key.created' });
    expect(created).toMatchObject({ status: 'success', resource: 'ServiceApiKey', metadata: { service_name: 'orders' }, ip_address: '127.0.0.1', request_id: expect.any(String) as string });
    const denied = await auditOf(test, { actor_id: user.id, status: 'denied' });
    expect(denied).toEqual([expect.objectContaining({ metadata: expect.objectContaining({ code: 'auth.forbidden' }) as unknown })]);
  });

  it('AU-03 has no password, token or key on record', async () => {
    const rows = await test.dataSource.query<{ text: string }[]>('SELECT audit_entries::text AS text FROM audit_entries');
    const log = rows.map((row) => row.text).join('\n');
    for (const secret of [PASSWORD, tokens.access_token, tokens.refresh_token, key, test.settings.values.SUPERADMIN_PASSWORD]) expect(log).not.toContain(secret);
  });

  it('logs in again after all that', async () => {
    expect((await logIn(test, email)).access_token).toBeDefined();
  });
});
