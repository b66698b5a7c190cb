import { AccountErasure } from '@authengine/identity';
import type { TenantId } from '@authengine/kernel';
import { FakeClock, FakeProvider, People } from '@authengine/testing';
import { newActor, type Actor } from './kit/actor.js';
import { beginRegistration } from './kit/passkeys.js';
import { auditOf, bearer, call, logInAsSuperAdmin, newAddress, PASSWORD, type Answer, type Tokens } from './kit/person.js';
import { Browser, someone } from './kit/social.js';
import { SoftAuthenticator } from './kit/soft-authenticator.js';
import { createTestApp, type TestApp } from './test-app.js';

const [IP, OWNERS_IP] = ['198.51.100.77', '198.51.100.10'];
const [FIRST_NAME, LAST_NAME, DEVICE, AGENT] = ['Quintessa', 'Vandermolen', 'Kitchen tablet', 'Netscape Canary 4.77'];

describe('GD-01 whoever was erased', () => {
  const clock = new FakeClock();
  const provider = new FakeProvider(clock);
  let test: TestApp;
  let owner: Actor;
  let tenant: TenantId;
  let email: string;
  let newEmail: string;
  let providerEmail: string;
  let id: string;
  let tokens: Tokens;

  beforeAll(async () => {
    test = await createTestApp({ clock, provider, env: { RATE_LIMIT_PER_MINUTE: '100000', TRUSTED_PROXIES: '127.0.0.0/8,::1/128' } });
  });
  afterAll(() => test.close());

  const ask = <T = Record<string, unknown>>(method: string, path: string, body?: unknown, token?: string): Promise<Answer<T>> =>
    call<T>(test, method, path, body, { 'X-Forwarded-For': IP, 'User-Agent': AGENT, ...(token === undefined ? {} : bearer(token)) });
  const ownersAct = (path: string, body: unknown): Promise<Answer> => call(test, 'POST', path, body, { ...bearer(owner.token), 'X-Forwarded-For': OWNERS_IP });

  /** Somebody who leaves a trace wherever one can. */
  beforeEach(async () => {
    clock.reset();
    await test.mails.clear();
    [email, newEmail] = [newAddress('quintessa'), newAddress('moved')];
    owner = await newActor(test);
    tenant = await new People(test.dataSource).tenant(owner.id);
    expect((await ask('POST', '/auth/login', { email, password: PASSWORD })).status).toBe(401);
    expect((await ownersAct(`/tenants/users/${tenant}/users`, { email })).status).toBe(201);
    const invitation = await test.mails.token(email);
    await ask('POST', '/auth/register', { email, password: PASSWORD, first_name: FIRST_NAME, last_name: LAST_NAME });
    expect((await ask('POST', '/auth/verify-email', { token: await test.mails.token(email, 'Confirm your e-mail address') })).status).toBe(200);
    await ask('POST', '/auth/login', { email, password: 'not the password' });
    tokens = (await ask<Tokens>('POST', '/auth/login', { email, password: PASSWORD })).body;
    id = String((await ask('GET', '/me', undefined, tokens.access_token)).body['id']);
    expect((await ask('POST', '/auth/invitations/accept', { token: invitation }, tokens.access_token)).status).toBe(200);
    await ask('POST', '/auth/magic-link/request', { email });
    await ask('POST', '/auth/password-reset/request', { email });
    expect((await ask('POST', '/me/email', { new_email: newEmail, password: PASSWORD }, tokens.access_token)).status).toBe(202);
    const credential = new SoftAuthenticator().create(await beginRegistration(test, tokens.access_token));
    expect((await ask('POST', '/auth/webauthn/register/complete', { credential, device_name: DEVICE }, tokens.access_token)).status).toBe(200);
    const account = someone();
    providerEmail = account.email;
    expect((await new Browser(test, provider).link('github', account, tokens.access_token)).status).toBe(200);
  });

  const everyRow = async (): Promise<string[]> => {
    const tables = await test.dataSource.query<{ t: string }[]>("SELECT table_name AS t FROM information_schema.tables WHERE table_schema = 'public'");
    const rows = await Promise.all(tables.map(({ t }) => test.dataSource.query<{ row: string }[]>(`SELECT $1 || ' ' || to_jsonb(x)::text AS row FROM ${t} x`, [t])));
    return rows.flat().map(({ row }) => row);
  };
  const trail = async (): Promise<Record<string, unknown>[]> => [...(await auditOf(test, { actor_id: id })), ...(await auditOf(test, { target_user_id: id })), ...(await auditOf(test, { tenant_id: tenant }))];
  const traces = async (): Promise<string[]> => {
    const personal = [email, newEmail, providerEmail, IP, FIRST_NAME, LAST_NAME, DEVICE, AGENT].map((value) => value.toLowerCase());
    const all = [...(await everyRow()), ...[...(await trail()), ...(await auditOf(test, { action: 'auth.login.failed' }))].map((entry) => JSON.stringify(entry))];
    return all.filter((row) => personal.some((value) => row.toLowerCase().includes(value)));
  };
  const carriedOut = async (): Promise<void> => {
    const waiting = (): Promise<unknown[]> => test.dataSource.query('SELECT 1 FROM audit_erasures WHERE carried_out_at IS NULL');
    for (let i = 0; i < 300 && (await waiting()).length > 0; i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await waiting()).toEqual([]);
  };
  const acts = (entries: Record<string, unknown>[]): Set<unknown> => new Set(entries.map(({ action }) => action));

  const leaves = async (): Promise<void> => {
    expect((await ask('DELETE', '/me', undefined, tokens.access_token)).status).toBe(202);
    clock.advance({ days: 14, minutes: 1 });
    await Promise.all([1, 2, 3].map(() => test.app.get(AccountErasure).eraseDue()));
  };
  const isDeleted = async (): Promise<void> => {
    const admin = await logInAsSuperAdmin(test);
    expect((await call(test, 'DELETE', `/platform/users/${id}`, undefined, bearer(admin.access_token))).status).toBe(204);
  };

  it.each([
    ['after 14 days at their own wish', leaves, 'user.erased'],
    ['by an administrator', isDeleted, 'user.deleted'],
  ])('%s is in no table by address, name, device or IP, and what they did is still on record', async (_, erased, action) => {
    const before = acts(await trail());
    expect((await traces()).length).toBeGreaterThan(10);
    await erased();
    await carriedOut();
    expect(await traces()).toEqual([]);
    const kept = await trail();
    expect([...before].filter((name) => !acts(kept).has(name))).toEqual([]);
    expect(kept).toContainEqual(expect.objectContaining({ action, target_user_id: id }));
    expect(kept).toContainEqual(expect.objectContaining({ action: 'auth.login.succeeded', actor_id: id, target_user_id: id, ip_address: null, user_agent: null, metadata: expect.objectContaining({ auth_strategy: 'email_password' }) as object }));
    expect(kept).toContainEqual(expect.objectContaining({ action: 'tenant.user.invited', actor_id: owner.id, ip_address: OWNERS_IP, metadata: expect.not.objectContaining({ email: expect.anything() as unknown }) as object }));
  });

  it('takes nothing from the record of whoever acted on them', async () => {
    const admin = await logInAsSuperAdmin(test);
    const from = { ...bearer(admin.access_token), 'X-Forwarded-For': OWNERS_IP, 'User-Agent': "The administrator's browser" };
    expect((await call(test, 'PATCH', `/platform/users/${id}`, { status: 'SUSPENDED' }, from)).status).toBe(200);
    expect((await ownersAct(`/tenants/roles/${tenant}/users/${id}/roles`, { role_name: 'TENANT_MANAGER' })).status).toBe(200);
    expect((await call(test, 'DELETE', `/platform/users/${id}`, undefined, from)).status).toBe(204);
    await carriedOut();
    const about = await auditOf(test, { target_user_id: id });
    for (const action of ['user.status.changed', 'user.deleted']) {
      expect(about).toContainEqual(expect.objectContaining({ action, ip_address: OWNERS_IP, user_agent: "The administrator's browser" }));
    }
    expect(about).toContainEqual(expect.objectContaining({ action: 'role.assignment.granted', actor_id: owner.id, ip_address: OWNERS_IP, metadata: expect.objectContaining({ role_name: 'TENANT_MANAGER' }) as object }));
    // The role that came with the accepted invitation was the inviter's to give, in a request of the person's own.
    expect(about).toContainEqual(expect.objectContaining({ action: 'role.assignment.granted', actor_id: owner.id, ip_address: null, user_agent: null, metadata: expect.objectContaining({ role_name: 'TENANT_USER' }) as object }));
    expect(await traces()).toEqual([]);
  });

  it('leaves the next owner of the address on record', async () => {
    await isDeleted();
    await carriedOut();
    clock.advance({ minutes: 1 });
    await ask('POST', '/auth/register', { email, password: PASSWORD });
    expect(await auditOf(test, { action: 'user.registered' })).toContainEqual(expect.objectContaining({ ip_address: IP, metadata: { email } }));
  });

  it('is not erased by a rehearsal', async () => {
    const admin = await logInAsSuperAdmin(test);
    expect((await call(test, 'DELETE', `/platform/users/${id}?dry_run=true`, undefined, bearer(admin.access_token))).status).toBe(200);
    expect(await test.dataSource.query('SELECT 1 FROM audit_erasures WHERE pseudonym = $1', [id])).toEqual([]);
    expect((await traces()).length).toBeGreaterThan(10);
  });
});
