import { AccountErasure, PersonalData } from '@authengine/identity';
import { auditOf, bearer, call, introspect, logIn, logInAsSuperAdmin, newAddress, PASSWORD, serviceKey, signUp, type Answer, type Tokens } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const SUBJECT = 'Your account will be deleted';

describe('a user leaves', () => {
  let test: TestApp;
  let email: string;
  let id: string;
  let tokens: Tokens;

  beforeAll(async () => {
    test = await createTestApp({ env: { RATE_LIMIT_PER_MINUTE: '100000' } });
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    test.clock.reset();
    email = await signUp(test);
    tokens = await logIn(test, email);
    id = String((await call(test, 'GET', '/me', undefined, bearer(tokens.access_token))).body['id']);
    await test.mails.clear();
  });

  const leave = (access = tokens.access_token): Promise<Answer> => call(test, 'DELETE', '/me', undefined, bearer(access));
  const undo = (token: string): Promise<Answer> => call(test, 'POST', '/auth/undo-deletion', { token });
  /** By an administrator. */
  const setStatus = async (status: string): Promise<void> => {
    const admin = await logInAsSuperAdmin(test);
    expect((await call(test, 'PATCH', `/platform/users/${id}`, { status }, bearer(admin.access_token))).status).toBe(200);
  };
  const erase = (): Promise<void> => test.app.get(AccountErasure).eraseDue();
  const logInStatus = async (): Promise<number> => (await call(test, 'POST', '/auth/login', { email, password: PASSWORD })).status;
  const rows = async (): Promise<number> => (await test.dataSource.query<unknown[]>('SELECT 1 FROM users WHERE id = $1', [id])).length;

  it('GD-01 is out at once, on every device, and cannot sign in', async () => {
    const key = await serviceKey(test);
    const other = await logIn(test, email);
    await call(test, 'POST', '/auth/magic-link/request', { email });
    const link = await test.mails.token(email, 'Your link to sign in');
    expect((await introspect(test, key, other.access_token)).body).toMatchObject({ active: true });
    const answer = await leave();
    expect(answer.status).toBe(202);
    expect(new Date(String(answer.body['erased_after'])).getTime() - Date.now()).toBeGreaterThan(13.9 * 86_400_000);
    for (const session of [tokens, other]) {
      expect((await introspect(test, key, session.access_token)).body).toEqual({ active: false });
      expect((await call(test, 'POST', '/auth/refresh', { refresh_token: session.refresh_token })).status).toBe(401);
    }
    expect(await logInStatus()).toBe(401);
    expect((await call(test, 'POST', '/auth/magic-link/verify', { token: link })).status).toBe(400);
    expect((await leave()).status).toBe(401);
    const [entry] = await auditOf(test, { action: 'user.deletion.requested', target_user_id: id });
    expect(entry).toMatchObject({ status: 'success', metadata: { sessions_ended: 2 } });
  });

  it('RC-07 asked for by ten requests at once is begun once, with one entry and one link to undo it', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => leave()));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([202, ...Array<number>(9).fill(401)]);
    expect(await auditOf(test, { action: 'user.deletion.requested', target_user_id: id, status: 'success' })).toHaveLength(1);
    expect(await test.dataSource.query("SELECT 1 FROM one_time_tokens WHERE user_id = $1 AND purpose = 'undo-deletion' AND consumed_at IS NULL", [id])).toHaveLength(1);
  });

  it('GD-02 proves again who they are', async () => {
    test.clock.advance({ minutes: 11 });
    expect(await leave()).toMatchObject({ status: 403, body: { code: 'auth.recent_login_required' } });
    expect(await call(test, 'GET', '/me/export', undefined, bearer(tokens.access_token))).toMatchObject({ status: 403 });
  });

  it('GD-02 transfers what they own first', async () => {
    const admin = await logInAsSuperAdmin(test);
    expect(await leave(admin.access_token)).toMatchObject({ status: 409, body: { code: 'user.owns_tenant' } });
    expect((await call(test, 'GET', '/me', undefined, bearer(admin.access_token))).status).toBe(200);
  });

  it('may think again for 14 days, by the mailed link, once', async () => {
    await leave();
    const link = await test.mails.token(email, SUBJECT);
    test.clock.advance({ days: 13 });
    await erase();
    const answers = await Promise.all(Array.from({ length: 5 }, () => undo(link)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 400, 400, 400, 400]);
    test.clock.advance({ days: 2 });
    await erase();
    expect(await rows()).toBe(1);
    expect(await logInStatus()).toBe(200);
    expect((await call(test, 'GET', '/me', undefined, bearer(tokens.access_token))).status).toBe(401);
  });

  it.each(['SUSPENDED', 'INACTIVE'])('BF-08 an administrator’s %s outlives the undoing, set before the link is used or after a reactivation', async (status) => {
    await leave();
    await setStatus(status);
    expect((await undo(await test.mails.token(email, SUBJECT))).status).toBe(200);
    expect(await logInStatus()).toBe(401);
    await setStatus('ACTIVE');
    expect(await logInStatus()).toBe(200);

    tokens = await logIn(test, email);
    await test.mails.clear();
    await leave();
    const link = await test.mails.token(email, SUBJECT);
    await setStatus('ACTIVE');
    await setStatus(status);
    expect((await undo(link)).status).toBe(400);
    expect(await logInStatus()).toBe(401);
  });

  it('GD-01 is erased after 14 days: no row of any table names them, and the record keeps an id', async () => {
    await leave();
    const link = await test.mails.token(email, SUBJECT);
    test.clock.advance({ days: 14, minutes: 1 });
    await Promise.all([erase(), erase()]);
    expect((await undo(link)).status).toBe(400);
    const columns = await test.dataSource.query<{ table_name: string; column_name: string }[]>(
      "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name IN ('user_id', 'owner_id', 'created_by', 'assigned_by')",
    );
    for (const { table_name, column_name } of columns) {
      expect([table_name, await test.dataSource.query(`SELECT 1 FROM ${table_name} WHERE ${column_name} = $1`, [id])]).toEqual([table_name, []]);
    }
    expect(await test.dataSource.query('SELECT 1 FROM users WHERE id = $1 OR email = $2', [id, email])).toEqual([]);
    test.clock.reset();
    expect(await auditOf(test, { action: 'user.erased', target_user_id: id })).toMatchObject([{ status: 'success', actor_id: null, resource_id: id }]);
  });

  it('an administrator who reactivates the account calls the deletion off, for good', async () => {
    await leave();
    await setStatus('ACTIVE');
    await setStatus('SUSPENDED');
    test.clock.advance({ days: 15 });
    await erase();
    expect(await rows()).toBe(1);
  });

  it('one who came to own a tenant meanwhile stays, and keeps nobody else', async () => {
    await leave();
    await test.dataSource.query("INSERT INTO tenants (id, name, type, owner_id) VALUES (gen_random_uuid(), 'A tenant', 'CUSTOMER', $1)", [id]);
    const stuck = id;
    email = await signUp(test);
    const next = await logIn(test, email);
    await leave(next.access_token);
    test.clock.advance({ days: 15 });
    await erase();
    expect(await test.dataSource.query('SELECT id FROM users WHERE id = $1 OR email = $2', [stuck, email])).toEqual([{ id: stuck }]);
  });

  it('GD-03 TN-08 whoever registers the address later inherits nothing', async () => {
    const key = await serviceKey(test);
    await leave();
    test.clock.advance({ days: 15 });
    await erase();
    test.clock.reset();
    await signUp(test, email, 'nine otters under the bridge');
    const again = await logIn(test, email, 'nine otters under the bridge');
    const { body } = await call(test, 'GET', '/me', undefined, bearer(again.access_token));
    expect(body['id']).not.toBe(id);
    expect(body).toMatchObject({ roles: [], auth_strategies: ['email_password'] });
    expect((await introspect(test, key, tokens.access_token)).body).toEqual({ active: false });
    expect((await call(test, 'POST', '/auth/refresh', { refresh_token: tokens.refresh_token })).status).toBe(401);
  });

  it('GD-02 fetches what is kept of them: their own, without secrets', async () => {
    test.app.get(PersonalData).onExport('a_part', (userId) => Promise.resolve([userId]));
    const stranger = newAddress('stranger');
    await signUp(test, stranger);
    const answer = await call<Record<string, unknown[]>>(test, 'GET', '/me/export', undefined, bearer(tokens.access_token));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toMatchObject({ profile: { id, email }, sessions: [{ auth_strategy: 'email_password', ended_at: null }], memberships: [], a_part: [id] });
    expect(answer.body['activity']).toContainEqual(expect.objectContaining({ action: 'auth.login.succeeded' }));
    const text = JSON.stringify(answer.body);
    for (const secret of ['$2b$', 'hash', 'refresh_counter', stranger, tokens.refresh_token]) expect(text).not.toContain(secret);
  });
});
