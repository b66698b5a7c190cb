import { newId, type TenantId, type UserId } from '@authengine/kernel';
import { People } from '@authengine/testing';
import { actorOf, newActor, type Actor } from './kit/actor.js';
import { auditOf } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('the ownership of a tenant', () => {
  let test: TestApp;
  let people: People;
  let platformAdmin: Actor;

  beforeAll(async () => {
    test = await createTestApp({ env: { MAX_CONCURRENT_SESSIONS: '100' } });
    people = new People(test.dataSource);
    platformAdmin = await actorOf(test, await people.newMember(await people.platform(), 'PLATFORM_ADMIN'));
  });
  afterAll(() => test.close());

  const tenantOf = async (): Promise<{ owner: Actor; tenant: TenantId; heir: Actor }> => {
    const owner = await newActor(test);
    const tenant = await people.tenant(owner.id);
    return { owner, tenant, heir: await actorOf(test, await people.newMember(tenant, 'TENANT_MANAGER')) };
  };
  const hand = (actor: Actor, tenant: string, user_id: unknown) => actor.ask('POST', `/tenants/${tenant}/transfer-ownership`, { user_id });
  const codeOf = ({ status, body }: { status: number; body: Record<string, unknown> }): string => `${status} ${String(body['code'])}`;
  const rolesIn = async (tenant: string, user: string): Promise<string[]> =>
    (
      await test.dataSource.query<{ name: string }[]>('SELECT name FROM roles r JOIN role_assignments a ON a.role_id = r.id WHERE a.tenant_id = $1 AND a.user_id = $2 ORDER BY name', [tenant, user])
    ).map(({ name }) => name);
  const owners = async (tenant: string): Promise<string[]> =>
    (
      await test.dataSource.query<{ user_id: string }[]>("SELECT a.user_id FROM role_assignments a JOIN roles r ON r.id = a.role_id WHERE a.tenant_id = $1 AND r.name = 'TENANT_OWNER'", [tenant])
    ).map(({ user_id: id }) => id);

  it('goes to another member, who is owner from the next request on, and is on record', async () => {
    const { owner, tenant, heir } = await tenantOf();
    const handed = await hand(owner, tenant, heir.id);
    expect([handed.status, handed.body['owner_id']]).toEqual([200, heir.id]);
    expect(await rolesIn(tenant, heir.id)).toEqual(['TENANT_MANAGER', 'TENANT_OWNER']);
    expect(await rolesIn(tenant, owner.id)).toEqual(['TENANT_USER']);
    expect((await heir.ask('GET', `/tenants/audit/${tenant}/audit-logs`)).status).toBe(200);
    expect(codeOf(await hand(owner, tenant, owner.id))).toBe('403 auth.forbidden');
    expect(await auditOf(test, { tenant_id: tenant, action: 'tenant.ownership.transferred', status: 'success' })).toMatchObject([
      { actor_id: owner.id, target_user_id: heir.id, metadata: { previous_owner_id: owner.id, owner_id: heir.id, reason: 'transferred' } },
    ]);
    expect((await owner.ask('DELETE', `/me/tenants/${tenant}`)).status).toBe(204);
  });

  it('asks the owner for a recent login, and not the platform', async () => {
    const { owner, tenant, heir } = await tenantOf();
    const aged = async (actor: Actor): Promise<void> => {
      await test.dataSource.query("UPDATE sessions SET authenticated_at = authenticated_at - interval '1 day' WHERE user_id = $1", [actor.id]);
    };
    await aged(owner);
    expect(codeOf(await hand(owner, tenant, heir.id))).toBe('403 auth.recent_login_required');
    expect(await owners(tenant)).toEqual([owner.id]);
    await aged(platformAdmin);
    expect((await hand(platformAdmin, tenant, heir.id)).status).toBe(200);
    expect(await owners(tenant)).toEqual([heir.id]);
  });

  it('is nobody else’s to give: not a co-owner’s, an admin’s or a stranger’s', async () => {
    const { owner, tenant, heir } = await tenantOf();
    const coOwner = await actorOf(test, await people.newMember(tenant, 'TENANT_OWNER'));
    const admin = await actorOf(test, await people.newMember(tenant, 'TENANT_ADMIN'));
    for (const actor of [coOwner, admin, heir]) expect(codeOf(await hand(actor, tenant, actor.id))).toBe('403 auth.forbidden');
    const stranger = await newActor(test);
    for (const id of [tenant, newId(), 'x']) expect(codeOf(await hand(stranger, id, stranger.id))).toBe('404 request.not_found');
    await people.role('HELPER', { scope: 'PLATFORM', level: 40, permissions: ['platform.tenants.manage'] });
    const helper = await actorOf(test, await people.newMember(await people.platform(), 'HELPER'));
    expect(codeOf(await hand(helper, tenant, heir.id))).toBe('403 role.level_insufficient');
    const [row] = await test.dataSource.query<{ owner_id: string }[]>('SELECT owner_id FROM tenants WHERE id = $1', [tenant]);
    expect(row?.owner_id).toBe(owner.id);
  });

  it('goes to no stranger, nobody suspended and nobody unknown', async () => {
    const { owner, tenant } = await tenantOf();
    const suspended = await people.newMember(tenant, 'TENANT_USER');
    await test.dataSource.query("UPDATE users SET status = 'SUSPENDED' WHERE id = $1", [suspended]);
    expect(codeOf(await hand(owner, tenant, await people.user()))).toBe('404 request.not_found');
    expect(codeOf(await hand(owner, tenant, newId()))).toBe('404 request.not_found');
    expect(codeOf(await hand(owner, tenant, suspended))).toBe('409 tenant.owner_not_active');
    for (const id of ['x', null, undefined, [owner.id]]) expect((await hand(owner, tenant, id)).status).toBe(400);
    expect((await hand(owner, tenant, owner.id)).status).toBe(200);
    expect(await owners(tenant)).toEqual([owner.id]);
    expect(codeOf(await hand(platformAdmin, await people.platform(), platformAdmin.id))).toMatch(/^(403 role.level_insufficient|409 tenant.platform_protected)$/);
  });

  it('RB-07 RC is one member’s after any number of transfers, removals and departures at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { owner, tenant, heir } = await tenantOf();
      const other: UserId = await people.newMember(tenant, 'TENANT_USER');
      const answers = await Promise.all([
        hand(owner, tenant, heir.id),
        hand(owner, tenant, other),
        platformAdmin.ask('PUT', `/platform/tenants/${tenant}`, { owner_id: other }),
        heir.ask('DELETE', `/me/tenants/${tenant}`),
        platformAdmin.ask('DELETE', `/tenants/users/${tenant}/users/${owner.id}`),
      ]);
      for (const { status } of answers) expect([200, 204, 403, 404, 409]).toContain(status);
      const [row] = await test.dataSource.query<{ owner_id: string }[]>(
        'SELECT owner_id FROM tenants t JOIN memberships m ON m.tenant_id = t.id AND m.user_id = t.owner_id WHERE t.id = $1',
        [tenant],
      );
      expect(row?.owner_id).toBeDefined();
      expect(await owners(tenant)).toEqual([row!.owner_id]);
    }
  });
});
