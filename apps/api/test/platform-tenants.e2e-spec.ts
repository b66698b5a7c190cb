import { newId, type TenantId, type UserId } from '@authengine/kernel';
import { People } from '@authengine/testing';
import { actorOf, newActor, type Actor } from './kit/actor.js';
import { auditOf, bearer, call, introspect, logIn, logInAsSuperAdmin, refresh, serviceKey, signUp, type Answer, type Tokens } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

interface Tenant {
  readonly id: TenantId;
  readonly name: string;
  readonly owner_id: string;
  readonly status: string;
}

const TENANTS = '/platform/tenants';

describe('tenants of the platform', () => {
  let test: TestApp;
  let people: People;
  let root: Actor;
  let platform: TenantId;

  beforeAll(async () => {
    test = await createTestApp({ env: { MAX_CONCURRENT_SESSIONS: '100' } });
    people = new People(test.dataSource);
    platform = await people.platform();
    const [admin] = await test.dataSource.query<{ id: UserId }[]>("SELECT id FROM users WHERE email = 'root@auth.test'");
    root = await actorOf(test, admin!.id);
  });
  afterAll(() => test.close());

  const create = async (owner: Actor, name = 'Acme'): Promise<Tenant> => {
    const answer = await root.ask<Tenant>('POST', TENANTS, { name, owner_id: owner.id });
    expect(answer.status).toBe(201);
    return answer.body;
  };
  const rolesIn = async (tenantId: string, userId: string): Promise<string[]> =>
    (
      await test.dataSource.query<{ name: string }[]>('SELECT name FROM roles r JOIN role_assignments a ON a.role_id = r.id WHERE a.tenant_id = $1 AND a.user_id = $2 ORDER BY name', [
        tenantId,
        userId,
      ])
    ).map(({ name }) => name);
  const mayView = async (actor: Actor, tenantId: string): Promise<number> => (await actor.ask('GET', `/tenants/users/${tenantId}/users`)).status;

  it('are made with an owner who can act at once, and are on record', async () => {
    const owner = await newActor(test);
    const answer = await root.ask('POST', TENANTS, { name: '  Acme ', owner_id: owner.id, description: 'Anvils' });
    expect(answer.status).toBe(201);
    const tenant = answer.body as unknown as Tenant;
    expect(answer.body).toEqual({
      id: expect.any(String),
      name: 'Acme',
      branding: null,
      require_mfa: false,
      description: 'Anvils',
      type: 'CUSTOMER',
      status: 'ACTIVE',
      owner_id: owner.id,
      created_by: root.id,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    });
    expect((await root.ask('GET', `${TENANTS}/${tenant.id}`)).body).toEqual(answer.body);
    expect(await rolesIn(tenant.id, owner.id)).toEqual(['TENANT_OWNER']);
    expect(await mayView(owner, tenant.id)).toBe(200);
    expect(await auditOf(test, { tenant_id: tenant.id, action: 'tenant.created' })).toMatchObject([
      { status: 'success', actor_id: root.id, target_user_id: owner.id, resource_id: tenant.id, metadata: { name: 'Acme', owner_id: owner.id } },
    ]);
    expect(await auditOf(test, { tenant_id: tenant.id, action: 'TENANT_CREATED' })).toHaveLength(1);
  });

  it('HT-01 take no type, status or id of the caller’s, and no owner who is not there or not active', async () => {
    const owner = await newActor(test);
    const faults: [Record<string, unknown>, number][] = [
      [{ name: 'A', owner_id: owner.id, type: 'PLATFORM' }, 400],
      [{ name: 'A', owner_id: owner.id, id: newId() }, 400],
      [{ name: 'A', owner_id: owner.id, created_by: owner.id }, 400],
      [{ name: ' ', owner_id: owner.id }, 400],
      [{ name: 'a\nb', owner_id: owner.id }, 400],
      [{ name: 'x'.repeat(201), owner_id: owner.id }, 400],
      [{ name: 'A', owner_id: 'me' }, 400],
      [{ owner_id: owner.id }, 400],
      [{ name: 'A', owner_id: newId() }, 404],
      [{ name: 'A', owner_id: await people.user('SUSPENDED') }, 409],
      [{ name: 'A', owner_id: await people.user('PENDING_VERIFICATION') }, 409],
    ];
    for (const [body, status] of faults) expect([body, (await root.ask('POST', TENANTS, body)).status]).toEqual([body, status]);
    expect(await test.dataSource.query("SELECT 1 FROM tenants WHERE name = 'A'")).toEqual([]);
  });

  it('change in any subset; null clears what may be empty, and nothing else', async () => {
    const tenant = await create(await newActor(test));
    const path = `${TENANTS}/${tenant.id}`;
    expect((await root.ask('PUT', path, { description: 'one\ntwo' })).body).toMatchObject({ name: 'Acme', description: 'one\ntwo', owner_id: tenant.owner_id });
    expect((await root.ask('PUT', path, { name: 'Beta', description: null })).body).toMatchObject({ name: 'Beta', description: null });
    expect((await root.ask('PUT', path, {})).body).toMatchObject({ name: 'Beta', description: null, status: 'ACTIVE' });
    for (const body of [{ name: null }, { owner_id: null }, { status: null }, { status: 'DELETED' }, { type: 'PLATFORM' }, { version: 1 }]) {
      expect([body, (await root.ask('PUT', path, body)).status]).toEqual([body, 400]);
    }
    expect(await auditOf(test, { tenant_id: tenant.id, action: 'tenant.updated' })).toMatchObject([
      { metadata: {} },
      { metadata: { changes: { name: 'Beta', description: null } } },
      { metadata: { changes: { description: expect.stringMatching(/^one.two$/) } } },
    ]);
  });

  it('change all that is asked or nothing', async () => {
    const tenant = await create(await newActor(test));
    expect((await root.ask('PUT', `${TENANTS}/${tenant.id}`, { name: 'Beta', status: 'SUSPENDED', owner_id: newId() })).status).toBe(404);
    expect((await root.ask('GET', `${TENANTS}/${tenant.id}`)).body).toMatchObject({ name: 'Acme', status: 'ACTIVE' });
  });

  it('move TENANT_OWNER with their owner, also to somebody who was no member', async () => {
    const [before, after] = [await newActor(test), await newActor(test)];
    const tenant = await create(before);
    expect(await mayView(after, tenant.id)).toBe(404);
    const moved = await root.ask('PUT', `${TENANTS}/${tenant.id}`, { owner_id: after.id });
    expect([moved.status, moved.body['owner_id']]).toEqual([200, after.id]);
    expect(await rolesIn(tenant.id, after.id)).toEqual(['TENANT_OWNER']);
    expect(await rolesIn(tenant.id, before.id)).toEqual(['TENANT_USER']);
    expect(await mayView(after, tenant.id)).toBe(200);
    expect(await mayView(before, tenant.id)).toBe(403);
    expect(await auditOf(test, { tenant_id: tenant.id, action: 'tenant.ownership.transferred' })).toMatchObject([
      { metadata: { previous_owner_id: before.id, owner_id: after.id, reason: 'platform' } },
    ]);
  });

  it('RB-01 are not taken from their owner by whom the owner is not below', async () => {
    await people.role('PROVISIONER', { scope: 'PLATFORM', level: 40, permissions: ['platform.tenants.manage', 'platform.tenants.view'] });
    const provisioner = await actorOf(test, await people.newMember(platform, 'PROVISIONER'));
    const tenant = await create(await newActor(test));
    const taken = await provisioner.ask('PUT', `${TENANTS}/${tenant.id}`, { owner_id: provisioner.id });
    expect([taken.status, taken.body['code']]).toEqual([403, 'role.level_insufficient']);
    const admin = await actorOf(test, await people.newMember(platform, 'PLATFORM_ADMIN'));
    const ofRoot = await create(root);
    expect((await admin.ask('PUT', `${TENANTS}/${ofRoot.id}`, { owner_id: admin.id })).status).toBe(403);
    expect((await root.ask('PUT', `${TENANTS}/${ofRoot.id}`, { owner_id: admin.id })).status).toBe(200);
  });

  it('TN-05 that are suspended refuse members, keys, introspection and the sessions in them, and open again', async () => {
    const email = await signUp(test);
    const login = await logIn(test, email);
    const { body: me } = await call<{ id: UserId }>(test, 'GET', '/me', undefined, bearer(login.access_token));
    const member = await actorOf(test, me.id);
    const [tenant, other] = [await create(member), await create(member, 'Other')];
    const key = await serviceKey(test, { tenant_id: tenant.id });
    const platformKey = await serviceKey(test);
    const inside = await call<Tokens>(test, 'POST', '/auth/select-tenant', { tenant_id: tenant.id }, bearer(login.access_token));
    expect(await introspect(test, key, member.token)).toMatchObject({ status: 200, body: { active: true, tenant_id: tenant.id } });
    expect(await introspect(test, platformKey, inside.body.access_token)).toMatchObject({ body: { active: true, tenant_id: tenant.id } });

    expect((await root.ask('PUT', `${TENANTS}/${tenant.id}`, { status: 'SUSPENDED' })).body).toMatchObject({ status: 'SUSPENDED' });
    expect(await mayView(member, tenant.id)).toBe(403);
    expect(await mayView(member, other.id)).toBe(200);
    expect((await introspect(test, key, member.token)).status).toBe(401);
    expect((await introspect(test, platformKey, member.token, { tenant_id: tenant.id })).body).toEqual({ active: false });
    expect((await introspect(test, platformKey, inside.body.access_token)).body).toEqual({ active: false });
    expect((await refresh(test, inside.body.refresh_token)).status).toBe(401);
    expect((await member.ask('GET', `/me/tenants/${tenant.id}/permissions`)).body).toEqual({ tenant_id: tenant.id, permissions: [] });
    expect((await member.ask('POST', '/auth/select-tenant', { tenant_id: tenant.id })).status).toBe(403);

    expect((await root.ask('PUT', `${TENANTS}/${tenant.id}`, { status: 'ACTIVE' })).status).toBe(200);
    expect(await mayView(member, tenant.id)).toBe(200);
    expect((await introspect(test, key, member.token)).status).toBe(200);
    expect((await refresh(test, inside.body.refresh_token)).status).toBe(401);
    const log = await auditOf(test, { tenant_id: tenant.id });
    expect(log.map(({ action }) => action)).toEqual(expect.arrayContaining(['tenant.suspended', 'tenant.reactivated']));
  });

  it('TN-05 that are deleted take their keys, invitations and access along at once, and nothing of other tenants', async () => {
    const [owner, member] = [await newActor(test), await newActor(test)];
    const [tenant, other] = [await create(owner), await create(owner, 'Other')];
    await people.member(tenant.id, member.id, 'TENANT_USER');
    await people.member(other.id, member.id, 'TENANT_MANAGER');
    const key = await serviceKey(test, { tenant_id: tenant.id });
    const otherKey = await serviceKey(test, { tenant_id: other.id });
    expect((await owner.ask('POST', `/tenants/users/${tenant.id}/users`, { email: 'guest@people.test' })).status).toBe(201);
    const invitation = await test.mails.token('guest@people.test');
    expect((await introspect(test, key, member.token)).status).toBe(200);

    expect((await root.ask('DELETE', `${TENANTS}/${tenant.id}`)).status).toBe(204);
    expect((await introspect(test, key, member.token)).status).toBe(401);
    expect(await mayView(owner, tenant.id)).toBe(404);
    expect((await root.ask('GET', `${TENANTS}/${tenant.id}`)).status).toBe(404);
    expect((await root.ask('DELETE', `${TENANTS}/${tenant.id}`)).status).toBe(404);
    expect((await call(test, 'POST', '/auth/invitations/accept', { token: invitation, password: 'seven herons over the estuary' })).status).toBe(400);
    expect((await member.ask<object[]>('GET', '/me/tenants')).body).toMatchObject([{ id: other.id, roles: [{ name: 'TENANT_MANAGER' }] }]);
    expect(await introspect(test, otherKey, member.token)).toMatchObject({ body: { active: true, tenant_ids: [other.id] } });
    for (const table of ['memberships', 'role_assignments', 'invitations', 'service_keys']) {
      expect(await test.dataSource.query(`SELECT 1 FROM ${table} WHERE tenant_id = $1`, [tenant.id])).toEqual([]);
    }
    const log = await auditOf(test, { tenant_id: tenant.id });
    expect(log.map(({ action, status }) => `${String(action)} ${String(status)}`)).toEqual(expect.arrayContaining(['tenant.deleted success', 'service_key.revoked success']));
  });

  it('SE-07 a session in a tenant that is deleted is over, and does not go on as one that was nowhere', async () => {
    const email = await signUp(test);
    const login = await logIn(test, email);
    const { body: me } = await call<{ id: UserId }>(test, 'GET', '/me', undefined, bearer(login.access_token));
    const tenant = await people.tenant(me.id);
    const inside = await call<Tokens>(test, 'POST', '/auth/select-tenant', { tenant_id: tenant }, bearer(login.access_token));
    expect(inside.status).toBe(200);
    const again = await refresh(test, inside.body.refresh_token);
    expect(again.status).toBe(200);
    expect((await root.ask('DELETE', `${TENANTS}/${tenant}`)).status).toBe(204);
    expect((await refresh(test, again.body.refresh_token)).status).toBe(401);
    expect((await call(test, 'GET', '/me', undefined, bearer(inside.body.access_token))).status).toBe(401);
    expect((await logIn(test, email)).access_token).toBeTruthy();
  });

  it('leave the platform’s own alone: not suspended, not deleted, not handed over', async () => {
    for (const [method, body] of [['DELETE', undefined], ['PUT', { status: 'SUSPENDED' }], ['PUT', { owner_id: await people.user() }]] as const) {
      const answer = await root.ask(method, `${TENANTS}/${platform}`, body);
      expect([method, answer.status, answer.body['code']]).toEqual([method, 409, 'tenant.platform_protected']);
    }
    expect((await root.ask('POST', `/tenants/users/${platform}/users`, { email: 'x@people.test' })).body['code']).toBe('tenant.platform_protected');
    expect((await root.ask('DELETE', `/me/tenants/${platform}`)).body['code']).toBe('tenant.platform_protected');
    const admin = await people.newMember(platform, 'PLATFORM_ADMIN');
    expect((await root.ask('DELETE', `/tenants/users/${platform}/users/${admin}`)).body['code']).toBe('tenant.platform_protected');
    expect(await rolesIn(platform, root.id)).toEqual(['SUPER_ADMIN']);
  });

  it('are for who holds the permission alone', async () => {
    const owner = await newActor(test);
    const tenant = await create(owner);
    const viewer = await actorOf(test, await people.newMember(platform));
    for (const actor of [owner, viewer]) {
      expect((await actor.ask('GET', TENANTS)).status).toBe(403);
      expect((await actor.ask('POST', TENANTS, { name: 'Mine', owner_id: actor.id })).status).toBe(403);
      for (const method of ['GET', 'PUT', 'DELETE']) expect((await actor.ask(method, `${TENANTS}/${tenant.id}`, method === 'PUT' ? { name: 'Mine' } : undefined)).status).toBe(403);
    }
    for (const id of [newId(), 'ghost', '..%2f']) expect((await root.ask('GET', `${TENANTS}/${id}`)).status).toBe(404);
  });

  it('are listed by page, each once, with their number and filters', async () => {
    const owner = await newActor(test);
    for (const name of ['Zeta one', 'zeta two', 'ZETA 100%', 'other']) await create(owner, name);
    const seen: string[] = [];
    for (let path: string | undefined = `${TENANTS}?q=zeta&limit=2`; path !== undefined; ) {
      const page: Answer<Tenant[]> = await root.ask<Tenant[]>('GET', path);
      expect([page.status, page.headers.get('x-total-count')]).toEqual([200, '3']);
      seen.push(...page.body.map(({ name }) => name));
      path = /<\/api\/v1([^>]*)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1];
    }
    expect(seen).toEqual(['Zeta one', 'zeta two', 'ZETA 100%']);
    expect((await root.ask<Tenant[]>('GET', `${TENANTS}?q=${encodeURIComponent('100%')}`)).body).toHaveLength(1);
    expect((await root.ask<Tenant[]>('GET', `${TENANTS}?owner_id=${owner.id}&status=ACTIVE&type=CUSTOMER`)).body).toHaveLength(4);
    expect((await root.ask<Tenant[]>('GET', `${TENANTS}?type=PLATFORM`)).body).toMatchObject([{ id: platform }]);
    for (const query of ['limit=0', 'limit=101', 'status=GONE', 'owner_id=1', 'cursor=x', 'sort=id;drop', 'q=a&q=b', 'q=']) expect([query, (await root.ask('GET', `${TENANTS}?${query}`)).status]).toEqual([query, 400]);
  });

  it('RC-06 deleted and used at once leave nothing behind, and answer nobody with a server fault', async () => {
    const owner = await newActor(test);
    const tenant = await create(owner);
    const answers = await Promise.all([
      root.ask('DELETE', `${TENANTS}/${tenant.id}`),
      root.ask('DELETE', `${TENANTS}/${tenant.id}`),
      ...Array.from({ length: 4 }, (_, i) => owner.ask('POST', `/tenants/users/${tenant.id}/users`, { email: `race${i}@people.test` })),
      owner.ask('POST', '/auth/select-tenant', { tenant_id: tenant.id }),
    ]);
    expect(answers.slice(0, 2).map(({ status }) => status).sort()).toEqual([204, 404]);
    for (const { status } of answers.slice(2)) expect([200, 201, 404]).toContain(status);
    expect(await test.dataSource.query('SELECT 1 FROM invitations WHERE tenant_id = $1', [tenant.id])).toEqual([]);
    expect(await test.dataSource.query('SELECT 1 FROM sessions WHERE user_id = $1 AND tenant_id IS NOT NULL AND ended_at IS NULL', [owner.id])).toEqual([]);
  });

  it('have a super admin who can sign in still', async () => {
    expect((await logInAsSuperAdmin(test)).access_token).toBeTruthy();
  });
});
