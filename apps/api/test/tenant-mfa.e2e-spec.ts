import type { TenantId, UserId } from '@authengine/kernel';
import { People } from '@authengine/testing';
import { actorOf, type Actor } from './kit/actor.js';
import { challengeOf, complete, disable, turnOn } from './kit/authenticator.js';
import { addPasskey, signInBy } from './kit/passkeys.js';
import { auditOf, bearer, call, introspect, logIn, logInAsSuperAdmin, serviceKey, signUp, type Tokens } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const REFUSED = { status: 403, body: { code: 'tenant.mfa_required' } };

describe('MF-11 a tenant that asks its members for a second factor', () => {
  let test: TestApp;
  let people: People;
  let key: string;
  let owner: Actor;
  let tenantId: TenantId;
  let email: string;
  let id: UserId;
  let tokens: Tokens;

  beforeAll(async () => {
    test = await createTestApp({ env: { RATE_LIMIT_PER_MINUTE: '100000' } });
    people = new People(test.dataSource);
    key = await serviceKey(test);
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    test.clock.reset();
    owner = await actorOf(test, await people.user());
    tenantId = await people.tenant(owner.id);
    await turnOn(test, owner.token);
    email = await signUp(test);
    tokens = await logIn(test, email);
    id = (await call<{ id: UserId }>(test, 'GET', '/me', undefined, bearer(tokens.access_token))).body.id;
    await people.member(tenantId, id, 'TENANT_MANAGER');
    await test.dataSource.query('UPDATE users SET version = version + 1 WHERE id = $1', [id]);
  });

  const demand = (require_mfa: boolean): Promise<unknown> => owner.ask('PATCH', `/tenants/${tenantId}`, { require_mfa });
  const act = (access = tokens.access_token) => call(test, 'GET', `/tenants/users/${tenantId}/users`, undefined, bearer(access));
  const permissionsAt = async (fields: Record<string, unknown>, access = tokens.access_token, by = key): Promise<Record<string, unknown>> => (await introspect(test, by, access, fields)).body;

  it('counts on the next request of a session that stands, for guard and introspection alike, and again when it is lifted', async () => {
    const ofTenant = await serviceKey(test, { tenant_id: tenantId });
    const forward = (query = '', by = key) => call(test, 'GET', `/auth/forward${query}`, undefined, { 'X-API-Key': by, ...bearer(tokens.access_token) });
    const forwarded = () => Promise.all([forward(`?tenant_id=${tenantId}`), forward('', ofTenant), forward()]);
    expect((await act()).status).toBe(200);
    expect((await forwarded()).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await permissionsAt({ tenant_id: tenantId })).toMatchObject({ active: true, tenant_ids: [tenantId] });

    expect(await demand(true)).toMatchObject({ status: 200, body: { require_mfa: true } });
    expect(await act()).toMatchObject(REFUSED);
    expect(await forwarded()).toMatchObject([REFUSED, REFUSED, { status: 200 }]);
    expect(await permissionsAt({ tenant_id: tenantId })).toEqual({ active: false });
    expect(await permissionsAt({}, tokens.access_token, ofTenant)).toEqual({ active: false });
    expect(await permissionsAt({})).toMatchObject({ active: true, tenant_ids: [], tenant_permissions: {}, permissions: [] });
    expect((await call(test, 'GET', '/me', undefined, bearer(tokens.access_token))).status).toBe(200);

    expect(await demand(false)).toMatchObject({ status: 200, body: { require_mfa: false } });
    expect((await act()).status).toBe(200);
    expect(await permissionsAt({ tenant_id: tenantId })).toMatchObject({ active: true });
    const updated = await auditOf(test, { action: 'tenant.updated', tenant_id: tenantId });
    expect(updated.map((entry) => entry['metadata'])).toEqual([
      { changes: { require_mfa: false }, before: { require_mfa: true }, after: { require_mfa: false } },
      { changes: { require_mfa: true }, before: { require_mfa: false }, after: { require_mfa: true } },
    ]);
    expect(await auditOf(test, { actor_id: id, status: 'denied', tenant_id: tenantId })).toHaveLength(1);
  });

  it('lets a member in who enrols, in the same session, and out who turns MFA off', async () => {
    await demand(true);
    const { authenticator } = await turnOn(test, tokens.access_token);
    expect((await act()).status).toBe(200);
    expect(await permissionsAt({ tenant_id: tenantId })).toMatchObject({ active: true, tenant_ids: [tenantId] });
    const challenge = await challengeOf(test, email);
    const completed = await complete(test, challenge.mfa_pending_token, authenticator.next());
    expect((await act(completed.body.access_token)).status).toBe(200);
    test.clock.advance({ minutes: 2 });
    expect((await disable(test, completed.body.access_token, authenticator.code())).status).toBe(200);
    expect(await act(completed.body.access_token)).toMatchObject(REFUSED);
  });

  it('takes a sign-in by a passkey for two factors, and not the passkey of one who came by password', async () => {
    await demand(true);
    const { authenticator } = await addPasskey(test, tokens.access_token);
    expect(await act()).toMatchObject(REFUSED);
    const { body } = await signInBy(test, authenticator);
    expect((await act(body.access_token)).status).toBe(200);
    expect(await permissionsAt({ tenant_id: tenantId }, body.access_token)).toMatchObject({ active: true, auth_strategy: 'webauthn' });
    expect(await act()).toMatchObject(REFUSED);
  });

  it('leaves other tenants of the same member alone, and lets them leave this one', async () => {
    const other = await people.tenant();
    await people.member(other, id, 'TENANT_MANAGER');
    await demand(true);
    expect(await act()).toMatchObject(REFUSED);
    expect((await call(test, 'GET', `/tenants/users/${other}/users`, undefined, bearer(tokens.access_token))).status).toBe(200);
    expect(await permissionsAt({})).toMatchObject({ active: true, tenant_ids: [other] });
    expect((await call(test, 'DELETE', `/me/tenants/${tenantId}`, undefined, bearer(tokens.access_token))).status).toBe(204);
  });

  it('is asked on routes that decide for themselves too: entering, explaining, handing over', async () => {
    await demand(true);
    const ask = (method: string, path: string, body: unknown) => call(test, method, path, body, bearer(tokens.access_token));
    expect(await ask('POST', '/auth/select-tenant', { tenant_id: tenantId })).toMatchObject(REFUSED);
    expect(await ask('POST', '/authz/explain', { user_id: id, permission: 'tenant.view', tenant_id: tenantId })).toMatchObject(REFUSED);
    expect(await ask('POST', `/tenants/${tenantId}/transfer-ownership`, { user_id: id })).toMatchObject(REFUSED);
    expect(await owner.ask('POST', '/authz/explain', { user_id: id, permission: 'tenant.view', tenant_id: tenantId })).toMatchObject({ status: 200, body: { allowed: false, reason: 'mfa_missing' } });
    expect(await owner.ask('POST', '/authz/explain', { user_id: owner.id, permission: 'tenant.view', tenant_id: tenantId })).toMatchObject({ status: 200, body: { allowed: true } });
  });

  it('shows in the matrix who may do nothing for want of it, as explaining does', async () => {
    const permissionsOf = async (userId: UserId): Promise<unknown> => {
      const { body } = await owner.ask<{ members: { user_id: string; roles: string[]; permissions: string[] }[] }>('GET', `/tenants/${tenantId}/permissions/matrix`);
      return body.members.find(({ user_id }) => user_id === userId);
    };
    const before = await permissionsOf(owner.id);
    expect(await permissionsOf(id)).toMatchObject({ roles: ['TENANT_MANAGER'], permissions: expect.arrayContaining(['tenant.view']) as unknown });
    await demand(true);
    expect(await permissionsOf(id)).toMatchObject({ roles: ['TENANT_MANAGER'], permissions: [] });
    expect(await permissionsOf(owner.id)).toEqual(before);
  });

  it('is set by who may change the tenant, and with a truth value only', async () => {
    expect((await call(test, 'PATCH', `/tenants/${tenantId}`, { require_mfa: true }, bearer(tokens.access_token))).status).toBe(403);
    for (const wrong of ['true', 1, null]) expect(await owner.ask('PATCH', `/tenants/${tenantId}`, { require_mfa: wrong })).toMatchObject({ status: 400 });
    const root = await logInAsSuperAdmin(test);
    expect(await call(test, 'PUT', `/platform/tenants/${tenantId}`, { require_mfa: true }, bearer(root.access_token))).toMatchObject({ status: 200, body: { require_mfa: true } });
    expect(await act()).toMatchObject(REFUSED);
  });

  it('holds for platform roles where the platform asks', async () => {
    const platform = await people.platform();
    const admin = await actorOf(test, await people.newMember(platform, 'PLATFORM_ADMIN'));
    const root = await logInAsSuperAdmin(test);
    const list = () => admin.ask('GET', '/platform/users');
    const inTenant = () => admin.ask('GET', `/tenants/users/${tenantId}/users`);
    expect([(await list()).status, (await inTenant()).status]).toEqual([200, 200]);
    try {
      expect((await call(test, 'PUT', `/platform/tenants/${platform}`, { require_mfa: true }, bearer(root.access_token))).status).toBe(200);
      expect(await list()).toMatchObject(REFUSED);
      expect(await inTenant()).toMatchObject(REFUSED);
      expect(await admin.ask('POST', '/authz/explain', { user_id: id, permission: 'tenant.view' })).toMatchObject(REFUSED);
      expect(await permissionsAt({ tenant_id: tenantId }, admin.token)).toEqual({ active: false });
      expect(await permissionsAt({}, admin.token)).toMatchObject({ active: true, permissions: [] });
      await turnOn(test, admin.token);
      expect([(await list()).status, (await inTenant()).status]).toEqual([200, 200]);
    } finally {
      await test.dataSource.query('UPDATE tenants SET require_mfa = false WHERE id = $1', [platform]);
    }
  });
});
