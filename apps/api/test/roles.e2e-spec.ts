import { AccessTokens } from '@authengine/crypto';
import { newId, type TenantId, type UserId } from '@authengine/kernel';
import { People } from '@authengine/testing';
import { auditOf, bearer, call, introspect, logIn, logInAsSuperAdmin, serviceKey, signUp, type Answer } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

interface Role {
  readonly id: string;
  readonly name: string;
  readonly level: number;
  readonly permissions: string[];
}

describe('roles and the people who hold them', () => {
  let test: TestApp;
  let people: People;
  let root: string;
  let here: TenantId;
  let admin: UserId;
  let adminToken: string;
  let member: UserId;
  let memberToken: string;

  beforeAll(async () => {
    // Each look at the audit log is a login of the super admin's.
    test = await createTestApp({ env: { MAX_CONCURRENT_SESSIONS: '100' } });
    people = new People(test.dataSource);
    root = (await logInAsSuperAdmin(test)).access_token;
    here = await people.tenant();
    admin = await people.newMember(here, 'TENANT_ADMIN');
    member = await people.newMember(here, 'TENANT_USER');
    [adminToken, memberToken] = [await tokenOf(admin), await tokenOf(member)];
  });
  afterAll(() => test.close());

  const tokenOf = async (userId: UserId): Promise<string> => test.app.get(AccessTokens, { strict: false }).sign(await people.session(userId)).token;
  const as = <T = Record<string, unknown>>(token: string, method: string, path: string, body?: unknown): Promise<Answer<T>> => call<T>(test, method, path, body, bearer(token));
  const ofMember = (uid: string): string => `/tenants/roles/${here}/users/${uid}/roles`;
  const namesOf = async (uid: string): Promise<string[]> => (await as<Role[]>(adminToken, 'GET', ofMember(uid))).body.map(({ name }) => name);

  describe('of a tenant', () => {
    it('are listed, given and taken by both forms of DELETE, and count in the very next request', async () => {
      const listed = await as<Role[]>(adminToken, 'GET', `/tenants/roles/${here}/roles`);
      expect([listed.status, listed.headers.get('x-total-count')]).toEqual([200, String(listed.body.length)]);
      expect(listed.body.map(({ name }) => name)).toEqual(expect.arrayContaining(['TENANT_OWNER', 'TENANT_ADMIN', 'TENANT_MANAGER', 'TENANT_USER']));
      expect((await as(memberToken, 'GET', `/tenants/roles/${here}/roles`)).status).toBe(403);
      const given = await as(adminToken, 'POST', ofMember(member), { role_name: 'TENANT_MANAGER' });
      expect([given.status, given.body]).toEqual([200, { message: expect.any(String) }]);
      expect((await as(memberToken, 'GET', `/tenants/roles/${here}/roles`)).status).toBe(200);
      expect(await namesOf(member)).toEqual(['TENANT_MANAGER', 'TENANT_USER']);
      expect((await as(adminToken, 'DELETE', ofMember(member), { role_name: 'TENANT_MANAGER' })).status).toBe(204);
      expect((await as(memberToken, 'GET', `/tenants/roles/${here}/roles`)).status).toBe(403);
      expect((await as(adminToken, 'DELETE', `${ofMember(member)}/TENANT_USER`)).status).toBe(204);
      expect(await namesOf(member)).toEqual([]);
      await as(adminToken, 'POST', ofMember(member), { role_name: 'TENANT_USER' });
      expect((await auditOf(test, { target_user_id: member, action: 'ROLE_REMOVED' })).map((entry) => [entry['tenant_id'], entry['status']])).toEqual([[here, 'success'], [here, 'success']]);
    });

    it('are for members, below one’s own level; strangers, absent users and other tenants look alike', async () => {
      const [stranger, elsewhere] = [await people.user(), await people.tenant()];
      const notFound = await as(adminToken, 'POST', ofMember(newId()), { role_name: 'TENANT_USER' });
      for (const path of [ofMember(stranger), ofMember('no-id'), `/tenants/roles/${elsewhere}/users/${member}/roles`, `/tenants/roles/${newId()}/users/${member}/roles`]) {
        const answer = await as(adminToken, 'POST', path, { role_name: 'TENANT_USER' });
        expect({ ...answer.body, request_id: '' }).toEqual({ ...notFound.body, request_id: '' });
        expect((await as(adminToken, 'GET', path)).status).toBe(404);
      }
      expect((await as(adminToken, 'POST', ofMember(member), { role_name: 'TENANT_ADMIN' })).body['code']).toBe('role.level_insufficient');
      expect((await as(adminToken, 'POST', ofMember(admin), { role_name: 'TENANT_USER' })).body['code']).toBe('role.level_insufficient');
      expect((await as(adminToken, 'POST', ofMember(member), { role_name: 'TENANT_USER', tenant_id: elsewhere })).status).toBe(400);
    });

    it('RB-05 are defined with levels that are whole numbers from 0 to 100, and nothing else', async () => {
      for (const level of ['49', 49.9, -1, 101, null, undefined, { $gt: 0 }, [49], true, 1e3]) {
        const answer = await as(adminToken, 'POST', `/tenants/roles/${here}/roles`, { name: 'LEVEL', level, permissions: [] });
        expect([level, answer.status]).toEqual([level, 400]);
      }
      for (const body of [{ name: ' x', level: 1 }, { name: 'a/b', level: 1 }, { name: '', level: 1 }, { name: 'X', level: 1, permissions: 'tenant.view' }, { name: 'X', level: 1, built_in: true }, { name: 'X', level: 1, tenant_id: here }]) {
        expect((await as(adminToken, 'POST', `/tenants/roles/${here}/roles`, body)).status).toBe(400);
      }
    });

    it('are defined, changed, tried first and deleted', async () => {
      const made = await as<Role>(adminToken, 'POST', `/tenants/roles/${here}/roles`, { name: 'NIGHT_SHIFT', description: 'At night', level: 20, permissions: ['tenant.view'] });
      expect([made.status, made.body]).toMatchObject([201, { name: 'NIGHT_SHIFT', level: 20, built_in: false, tenant_id: here, permissions: ['tenant.view'] }]);
      const path = `/tenants/roles/${here}/roles/${made.body.id}`;
      await as(adminToken, 'POST', ofMember(member), { role_name: 'NIGHT_SHIFT' });
      const tried = await as(adminToken, 'PATCH', `${path}?dry_run=true`, { permissions: ['tenant.view', 'tenant.roles.view'], level: 25 });
      expect([tried.status, tried.body]).toMatchObject([200, { dry_run: true, users_considered: 1, changes: [{ user_id: member, tenant_id: here, gains: ['tenant.roles.view'], loses: [] }] }]);
      expect((await as(memberToken, 'GET', `/tenants/roles/${here}/roles`)).status).toBe(403);
      const changed = await as<Role>(adminToken, 'PATCH', path, { permissions: ['tenant.view', 'tenant.roles.view'], level: 25 });
      expect([changed.status, changed.body]).toMatchObject([200, { name: 'NIGHT_SHIFT', level: 25, permissions: ['tenant.roles.view', 'tenant.view'] }]);
      expect((await as(memberToken, 'GET', `/tenants/roles/${here}/roles`)).status).toBe(200);
      expect((await as(adminToken, 'DELETE', path)).body['code']).toBe('role.in_use');
      await as(adminToken, 'DELETE', `${ofMember(member)}/NIGHT_SHIFT`);
      expect((await as(adminToken, 'DELETE', `${path}?dry_run=true`)).body).toMatchObject({ dry_run: true, changes: [] });
      expect((await as(adminToken, 'DELETE', path)).status).toBe(204);
      expect((await as(adminToken, 'DELETE', path)).status).toBe(404);
      const entries = await auditOf(test, { tenant_id: here, resource: 'Role' });
      expect(entries.map((entry) => entry['action']).filter((action) => action !== 'access.change.forecast')).toEqual(expect.arrayContaining(['role.created', 'role.updated', 'role.deleted']));
    });

    it('make a matrix of who can do what', async () => {
      const matrix = await as<{ members: { user_id: string; roles: string[]; permissions: string[] }[]; permissions: Role[]; roles: Role[] }>(adminToken, 'GET', `/tenants/${here}/permissions/matrix`);
      expect(matrix.status).toBe(200);
      expect(matrix.headers.get('x-total-count')).toBe('3');
      expect(matrix.body.members.find(({ user_id }) => user_id === member)).toMatchObject({ roles: ['TENANT_USER'], permissions: ['tenant.view'] });
      expect(matrix.body.roles.map(({ name }) => name)).toEqual(['TENANT_OWNER', 'TENANT_ADMIN', 'TENANT_USER']);
      expect(matrix.body.permissions.every(({ name }) => !name.startsWith('platform.'))).toBe(true);
      expect((await as(memberToken, 'GET', `/tenants/${here}/permissions/matrix`)).status).toBe(403);
      const stranger = await tokenOf(await people.user());
      expect((await as(stranger, 'GET', `/tenants/${here}/permissions/matrix`)).status).toBe(404);
    });
  });

  describe('of the platform', () => {
    it('are defined over permissions that services declare', async () => {
      const declared = await as(root, 'POST', '/platform/permissions', { name: 'billing.invoices.read', description: 'Read invoices', scope: 'TENANT' });
      expect([declared.status, declared.body]).toMatchObject([201, { name: 'billing.invoices.read', scope: 'TENANT' }]);
      expect((await as(root, 'POST', '/platform/permissions', { name: 'billing.invoices.read', description: 'See invoices', scope: 'TENANT' })).status).toBe(200);
      expect((await as(root, 'POST', '/platform/permissions', { name: 'tenant.invoices', description: 'No', scope: 'TENANT' })).body['code']).toBe('permission.reserved');
      for (const name of ['billing', 'Billing.read', 'billing.*', 'billing..read', 'billing.read ']) {
        expect((await as(root, 'POST', '/platform/permissions', { name, description: 'x', scope: 'TENANT' })).status).toBe(400);
      }
      const role = await as<Role>(root, 'POST', '/platform/roles', { name: 'BILLING_READER', level: 5, scope: 'TENANT', permissions: ['billing.invoices.read'] });
      expect([role.status, role.body]).toMatchObject([201, { scope: 'TENANT', tenant_id: null }]);
      const key = await serviceKey(test);
      await as(adminToken, 'POST', ofMember(member), { role_name: 'BILLING_READER' });
      expect((await introspect(test, key, memberToken, { tenant_id: here })).body['permissions']).toEqual(['billing.invoices.read', 'tenant.view']);
      await as(root, 'PATCH', `/platform/roles/${role.body.id}`, { permissions: [] });
      expect((await introspect(test, key, memberToken, { tenant_id: here })).body['permissions']).toEqual(['tenant.view']);
      expect((await as(adminToken, 'PATCH', `/tenants/roles/${here}/roles/${role.body.id}`, { level: 1 })).body['code']).toBe('role.protected');
      expect((await as(adminToken, 'POST', '/platform/roles', { name: 'MINE', level: 1 })).status).toBe(403);
      await as(adminToken, 'DELETE', `${ofMember(member)}/BILLING_READER`);
      expect((await as(root, 'DELETE', `/platform/roles/${role.body.id}`)).status).toBe(204);
    });
  });

  describe('explained', () => {
    it('tells the chain down to the audit entry, or what would help', async () => {
      const user = await people.newMember(here);
      await as(adminToken, 'POST', ofMember(user), { role_name: 'TENANT_MANAGER' });
      const why = await as<{ chain: { audit_entry_id: string }[] }>(adminToken, 'POST', '/authz/explain', { user_id: user, permission: 'tenant.users.manage', tenant_id: here });
      expect([why.status, why.body]).toMatchObject([200, { allowed: true, reason: 'granted', chain: [{ via: 'tenant', role: { name: 'TENANT_MANAGER', level: 30 }, granted_by: admin }] }]);
      const [entry] = await auditOf(test, { target_user_id: user, action: 'role.assignment.granted' });
      expect(why.body.chain[0]?.audit_entry_id).toBe(entry?.['id']);
      const whyNot = await as(adminToken, 'POST', '/authz/explain', { user_id: member, permission: 'tenant.roles.view', tenant_id: here });
      expect(whyNot.body).toMatchObject({ allowed: false, reason: 'permission_missing', missing: ['tenant.roles.view'], would_allow: [{ role: { name: 'TENANT_MANAGER' }, you_could_grant: true, obstacle: null }, { you_could_grant: false, obstacle: 'level' }, { obstacle: 'level' }] });
      expect((await auditOf(test, { action: 'access.decision.explained' }))[0]).toMatchObject({ target_user_id: member, tenant_id: here, metadata: { permission: 'tenant.roles.view', allowed: false } });
    });

    it('answers alike for whatever is none of the asker’s', async () => {
      const foreign = await as(adminToken, 'POST', '/authz/explain', { user_id: await people.user(), permission: 'tenant.view', tenant_id: here });
      for (const body of [{ user_id: newId(), permission: 'tenant.view', tenant_id: here }, { user_id: member, permission: 'tenant.view', tenant_id: await people.tenant() }, { user_id: member, permission: 'tenant.view', tenant_id: newId() }]) {
        const answer = await as(adminToken, 'POST', '/authz/explain', body);
        expect([answer.status, { ...answer.body, request_id: '' }]).toEqual([404, { ...foreign.body, request_id: '' }]);
      }
      expect((await as(adminToken, 'POST', '/authz/explain', { user_id: member, permission: 'tenant.view' })).status).toBe(403);
      expect((await as(adminToken, 'POST', '/authz/explain', { user_id: 'x', permission: 'tenant.view' })).status).toBe(400);
    });
  });

  describe('tried first', () => {
    it('is on record as a forecast, and no role.assignment event is', async () => {
      const user = await people.user();
      const tried = await as(root, 'POST', `/platform/roles/users/${user}/roles?dry_run=true`, { role_name: 'PLATFORM_ADMIN' });
      expect(tried).toMatchObject({ status: 200, body: { dry_run: true, changes: [{ user_id: user, tenant_id: null, loses: [] }], sessions_ended: [], lockouts: [] } });
      const removed = await as(adminToken, 'DELETE', `${ofMember(member)}/TENANT_USER?dry_run=true`);
      expect(removed).toMatchObject({ status: 200, body: { changes: [{ user_id: member, tenant_id: here, gains: [], loses: ['tenant.view'] }] } });
      expect(await namesOf(member)).toEqual(['TENANT_USER']);
      expect((await auditOf(test, { target_user_id: user })).map(({ action, metadata }) => [action, metadata])).toMatchObject([['access.change.forecast', { of: 'role.assignment.granted' }]]);
      for (const value of ['1', 'yes', '', 'TRUE']) expect((await as(root, 'DELETE', `/platform/users/${user}?dry_run=${value}`)).status).toBe(400);
      expect((await as(root, 'POST', `/platform/roles/users/${user}/roles?dry_run=true`, { role_name: 'SUPER_ADMIN' })).body['code']).toBe('role.level_insufficient');
      expect((await auditOf(test, { target_user_id: user, action: 'role.assignment.granted' })).length).toBe(0);
    });
  });

  describe('platform users', () => {
    it('tried first, a deletion tells which service keys lose their creator', async () => {
      const leaving = await people.newMember(await people.platform(), 'PLATFORM_ADMIN');
      const key = await as(await tokenOf(leaving), 'POST', '/platform/service-keys', { service_name: 'billing' });
      const tried = await as(root, 'DELETE', `/platform/users/${leaving}?dry_run=true`);
      expect(tried.body['service_keys']).toEqual([{ id: key.body['id'], service_name: 'billing', tenant_id: null, effect: 'loses_its_creator' }]);
      expect((await as(root, 'DELETE', `/platform/users/${leaving}`)).status).toBe(204);
      expect((await introspect(test, String(key.body['raw_key']), memberToken)).body['active']).toBe(true);
    });

    it('are listed, searched, read, suspended, signed out, reactivated and deleted', async () => {
      const email = await signUp(test);
      const { access_token: token } = await logIn(test, email);
      const found = await as<{ id: string; email: string; roles: unknown[] }[]>(root, 'GET', `/platform/users?q=${encodeURIComponent(email.toUpperCase())}&status=ACTIVE`);
      expect([found.status, found.headers.get('x-total-count'), found.body.map((user) => user.email)]).toEqual([200, '1', [email]]);
      const path = `/platform/users/${found.body[0]!.id}`;
      expect((await as(root, 'GET', path)).body).toMatchObject({ email, status: 'ACTIVE', roles: [] });
      const tried = await as(root, 'PATCH', `${path}?dry_run=true`, { status: 'SUSPENDED' });
      expect(tried.body).toMatchObject({ dry_run: true, sessions_ended: [{ user_id: found.body[0]!.id }] });
      expect((await as(token, 'GET', '/me')).status).toBe(200);
      expect((await as(root, 'PATCH', path, { status: 'SUSPENDED' })).body).toMatchObject({ email, status: 'SUSPENDED' });
      expect((await as(token, 'GET', '/me')).status).toBe(401);
      await expect(logIn(test, email)).rejects.toThrow('401');
      expect((await as(root, 'PATCH', path, { status: 'ACTIVE' })).status).toBe(200);
      expect((await as(token, 'GET', '/me')).status).toBe(401);
      const again = (await logIn(test, email)).access_token;
      expect((await as(root, 'DELETE', `${path}/sessions`)).status).toBe(204);
      expect((await as(again, 'GET', '/me')).status).toBe(401);
      expect((await as(root, 'POST', `${path}/require-password-reset`)).status).toBe(200);
      await expect(logIn(test, email)).rejects.toThrow('401');
      const reset = { token: await test.mails.token(email, 'new password'), new_password: 'eleven geese beyond the harbour' };
      expect((await call(test, 'POST', '/auth/password-reset/confirm', reset)).status).toBe(200);
      const last = (await logIn(test, email, reset.new_password)).access_token;
      expect((await as(root, 'DELETE', `${path}?dry_run=true`)).body).toMatchObject({ dry_run: true });
      expect((await as(root, 'DELETE', path)).status).toBe(204);
      expect((await as(last, 'GET', '/me')).status).toBe(401);
      expect((await as(root, 'DELETE', path)).status).toBe(404);
      expect((await as(root, 'GET', path)).status).toBe(404);
      const actions = (await auditOf(test, { target_user_id: found.body[0]!.id, resource: 'User' })).map((entry) => entry['action']);
      expect(actions).toEqual(expect.arrayContaining(['user.deleted', 'user.password_reset.required', 'user.sessions.ended_by_admin', 'user.status.changed']));
    });

    it('refuse other statuses, other people, and owners', async () => {
      const owner = await people.user();
      await people.tenant(owner);
      expect((await as(root, 'DELETE', `/platform/users/${owner}`)).body['code']).toBe('user.owns_tenant');
      for (const status of ['PENDING_VERIFICATION', 'active', '', null, ['ACTIVE'], 7]) expect((await as(root, 'PATCH', `/platform/users/${owner}`, { status })).status).toBe(400);
      expect((await as(root, 'PATCH', `/platform/users/${owner}`, { status: 'ACTIVE', email_verified_at: null })).status).toBe(400);
      for (const query of ['status=NONE', 'limit=1e9', 'limit=0', 'cursor=forged', 'q=', 'q=a&q=b', 'sort=id', `tenant_id=${here}'`]) expect((await as(root, 'GET', `/platform/users?${query}`)).status).toBe(400);
      expect((await as(adminToken, 'GET', '/platform/users')).status).toBe(403);
      expect((await as(root, 'GET', `/platform/users/${newId()}`)).status).toBe(404);
    });
  });
});
