import { AuditTrail, permissionCatalogue, RequirePermissions, runInRequest, type PermissionDefinition } from '@authengine/contracts';
import { Tenants, Users } from '@authengine/directory';
import { newId, type DomainError, type TenantId, type UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { onRealPostgres, openLibrary, openTestDatabase, People, type TestDatabase } from '@authengine/testing';
import type { ExecutionContext } from '@nestjs/common';
import type { TestingModule } from '@nestjs/testing';
import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { PermissionGuard } from '../access/permission.guard.js';
import { RoleAssignmentService } from '../assignments/role-assignment.service.js';
import { RbacModule } from '../rbac.module.js';
import { ExplainService } from './explain.service.js';

const UNKNOWN: PermissionDefinition = { name: 'nobody.declares.this', description: '', scope: 'TENANT', heldBy: [] };

describe('ExplainService', () => {
  let database: TestDatabase;
  let node: TestingModule;
  let service: ExplainService;
  let people: People;
  let platform: TenantId;
  let root: UserId;
  let here: TenantId;
  let admin: UserId;

  beforeAll(async () => {
    database = await openTestDatabase();
    node = await (await openLibrary(database.address, [RbacModule])).init();
    service = node.get(ExplainService);
    people = new People(node.get(DataSource));
    platform = await people.platform();
    root = await people.newMember(platform, 'SUPER_ADMIN');
    await people.role('WATCHER', { scope: 'PLATFORM', level: 40, permissions: ['platform.users.view', 'tenant.view', 'tenant.roles.view'] });
    here = await people.tenant();
    admin = await people.newMember(here, 'TENANT_ADMIN');
  });
  afterAll(async () => {
    await node.close();
    await database.close();
  });

  const sql = (text: string, values: unknown[] = []): Promise<unknown> => node.get(DataSource).query(text, values);
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error: DomainError) => error.code ?? String(error),
    );

  /** What the guard says to a request for a route with this requirement. */
  const guard = async (userId: UserId, permission: PermissionDefinition, tenantId: TenantId | null): Promise<boolean> => {
    class Door {
      open(): void {
        // Never called: the guard alone is asked.
      }
    }
    const access = tenantId === null ? RequirePermissions(permission) : RequirePermissions(permission, { tenantParam: 'tenant_id' });
    access(Door.prototype, 'open', Object.getOwnPropertyDescriptor(Door.prototype, 'open')!);
    const request = { method: 'GET', route: { path: '/door' }, params: { tenant_id: tenantId } };
    const context = { getHandler: () => Door.prototype.open, getClass: () => Door, switchToHttp: () => ({ getRequest: () => request }) } as unknown as ExecutionContext;
    const { sub, sid } = await people.session(userId);
    const principal = { kind: 'user', userId: sub, sessionId: sid, tenantId: null } as const;
    return runInRequest({ requestId: 'spec', ip: null, userAgent: null, principal }, () => node.get(PermissionGuard).canActivate(context)).catch(() => false);
  };

  it('tells the whole chain: membership, role with level, permission, who gave it and when', async () => {
    const user = await people.newMember(here);
    await node.get(RoleAssignmentService).assign({ actorId: admin, userId: user, tenantId: here, roleName: 'TENANT_MANAGER' });
    const told = await service.explain(admin, { userId: user, permission: 'tenant.users.manage', tenantId: here });
    expect(told).toMatchObject({
      allowed: true,
      reason: 'granted',
      missing: [],
      remedies: [],
      chain: [{ membership: { tenantId: here, since: expect.any(Date) }, role: { name: 'TENANT_MANAGER', level: 30, scope: 'TENANT', tenantId: null }, grantedBy: admin, grantedAt: expect.any(Date), auditEntryId: null }],
    });
  });

  it('tells what is missing, and the smallest roles that would do, with what keeps the asker from giving them', async () => {
    await people.role('KEEPER', { level: 15, tenantId: here, permissions: ['tenant.roles.assign'] });
    await people.role('ELSEWHERE', { level: 1, tenantId: await people.tenant(), permissions: ['tenant.roles.assign'] });
    const user = await people.newMember(here, 'TENANT_USER');
    const question = { userId: user, permission: 'tenant.roles.assign', tenantId: here };
    const told = await service.explain(admin, question);
    expect(told).toMatchObject({ allowed: false, reason: 'permission_missing', missing: ['tenant.roles.assign'], chain: [] });
    expect(told.remedies.map(({ role, obstacle }) => [role.name, obstacle])).toEqual([['KEEPER', null], ['TENANT_ADMIN', 'level'], ['TENANT_OWNER', 'level']]);
    const manager = await people.newMember(here, 'TENANT_MANAGER');
    expect((await service.explain(manager, question)).remedies[0]).toMatchObject({ obstacle: 'permission' });
    expect((await service.explain(root, question)).remedies.map(({ role }) => role.name)).toEqual(['KEEPER', 'TENANT_ADMIN', 'TENANT_OWNER', 'PLATFORM_ADMIN', 'SUPER_ADMIN']);
    expect((await service.explain(root, { ...question, userId: await people.user() })).remedies[0]).toMatchObject({ role: { name: 'KEEPER' }, obstacle: 'membership' });
  });

  it('a remedy that the asker could give does help when they give it', async () => {
    for (const { name, scope } of permissionCatalogue()) {
      const user = scope === 'TENANT' ? await people.newMember(here) : await people.user();
      const question = { userId: user, permission: name, tenantId: scope === 'TENANT' ? here : null };
      const { remedies } = await service.explain(root, question);
      const remedy = remedies.find(({ obstacle }) => obstacle === null);
      if (!remedy) throw new Error(`no remedy for ${name}`);
      await node.get(RoleAssignmentService).assign({ actorId: root, userId: user, tenantId: remedy.role.scope === 'TENANT' ? here : platform, roleName: remedy.role.name });
      expect((await service.explain(root, question)).allowed).toBe(true);
    }
  });

  it('tells a tenant that a platform role is in play, and nothing of it', async () => {
    const watcher = await people.newMember(platform, 'WATCHER');
    await people.member(here, watcher);
    const question = { userId: watcher, permission: 'tenant.view', tenantId: here };
    expect(await service.explain(admin, question)).toMatchObject({ allowed: true, chain: [null] });
    expect(await service.explain(root, question)).toMatchObject({ allowed: true, chain: [{ role: { name: 'WATCHER' }, membership: { tenantId: platform } }] });
  });

  it('tells a tenant’s people of a platform permission what it tells of a name that there is not, whoever holds it', async () => {
    const [chief, watcher, nobody] = [await people.newMember(platform, 'PLATFORM_ADMIN'), await people.newMember(platform, 'WATCHER'), await people.user()];
    await people.role('SECOND', { scope: 'PLATFORM', level: 41, permissions: ['tenant.view'] });
    await people.member(platform, watcher, 'SECOND');
    for (const user of [chief, watcher, nobody]) await people.member(here, user, 'TENANT_USER');
    const told = (userId: UserId, permission: string): Promise<unknown> => service.explain(admin, { userId, permission, tenantId: here });
    const unknown = await told(nobody, 'platform.nothing.here');
    expect(unknown).toEqual({ allowed: false, reason: 'permission_unknown', missing: [], remedies: [], chain: [] });
    for (const user of [chief, watcher, nobody]) {
      for (const { name } of permissionCatalogue().filter(({ scope }) => scope === 'PLATFORM')) expect(await told(user, name)).toEqual(unknown);
    }
    // How many platform roles are in play is not the tenant's to know.
    expect(await told(watcher, 'tenant.view')).toMatchObject({ allowed: true, chain: [null, { role: { name: 'TENANT_USER' } }] });
    expect(await service.explain(root, { userId: chief, permission: 'platform.users.view', tenantId: here })).toMatchObject({ allowed: true });
  });

  it('puts what the platform asks about its own permissions into no tenant’s log', async () => {
    const chief = await people.newMember(platform, 'PLATFORM_ADMIN');
    await people.member(here, chief, 'TENANT_USER');
    const described = jest.spyOn(node.get(AuditTrail, { strict: false }), 'describe');
    await service.explain(root, { userId: chief, permission: 'platform.users.view', tenantId: here });
    await service.explain(root, { userId: chief, permission: 'tenant.view', tenantId: here });
    expect(described.mock.calls.flatMap(([{ tenantId, metadata }]) => (metadata?.['permission'] === undefined ? [] : [tenantId]))).toEqual([null, here]);
    described.mockRestore();
  });

  it('names the other reasons', async () => {
    const gone = await people.tenant();
    const [member, stranger, suspended] = [await people.newMember(gone, 'TENANT_USER'), await people.user(), await people.user('SUSPENDED')];
    const reason = async (userId: UserId, tenantId: TenantId | null, permission = 'tenant.view'): Promise<string> => (await service.explain(root, { userId, permission, tenantId })).reason;
    expect(await reason(stranger, here)).toBe('not_a_member');
    expect(await reason(member, gone, 'tenant.views')).toBe('permission_unknown');
    expect(await reason(suspended, here)).toBe('user_not_active');
    await sql("UPDATE tenants SET status = 'SUSPENDED' WHERE id = $1", [gone]);
    expect(await reason(member, gone)).toBe('tenant_suspended');
  });

  it('EN-08 answers the same for what is none of the asker’s as for what does not exist', async () => {
    const elsewhere = await people.tenant();
    const [stranger, member] = [await people.user(), await people.newMember(here)];
    const ask = (asker: UserId, userId: UserId, tenantId: TenantId | null): Promise<string> => codeOf(service.explain(asker, { userId, permission: 'tenant.view', tenantId }));
    expect(await ask(admin, member, here)).toBe('done');
    for (const [userId, tenantId] of [[stranger, here], [newId<UserId>(), here], [member, elsewhere], [member, newId<TenantId>()], [stranger, elsewhere]] as const) {
      expect(await ask(admin, userId, tenantId)).toBe('request.not_found');
    }
    expect(await ask(root, newId<UserId>(), here)).toBe('request.not_found');
    expect(await ask(root, member, newId<TenantId>())).toBe('request.not_found');
    expect(await ask(admin, member, null)).toBe('auth.forbidden');
    expect(await ask(member, admin, here)).toBe('auth.forbidden');
  });

  it('never disagrees with the guard, whoever, wherever, whatever', async () => {
    const there = await people.tenant();
    await people.role('ODD', { tenantId: there, level: 5, permissions: ['tenant.users.view', 'platform.users.view'] });
    const roles = ['PLATFORM_ADMIN', 'WATCHER', 'TENANT_ADMIN', 'TENANT_MANAGER', 'TENANT_USER', 'ODD'];
    const places = [null, here, there, there, platform];
    const tenantPermissions = permissionCatalogue().filter(({ scope }) => scope === 'TENANT');
    const world = fc.record({
      member: fc.subarray([here, there]),
      roles: fc.subarray(roles),
      permission: fc.oneof(fc.constantFrom(...permissionCatalogue(), UNKNOWN), fc.constantFrom(...tenantPermissions)),
      place: fc.constantFrom(...places),
      status: fc.constantFrom('ACTIVE', 'ACTIVE', 'ACTIVE', 'SUSPENDED', 'INACTIVE'),
      suspended: fc.constantFrom(false, false, true),
      asksForSecondFactor: fc.boolean(),
      enrolled: fc.boolean(),
    });
    const manage = permissionCatalogue().find(({ name }) => name === 'tenant.users.manage')!;
    const [granted, lacking] = [true, false].map((enrolled) => ({ member: [there], roles: ['TENANT_MANAGER'], permission: manage, place: there, status: 'ACTIVE' as const, suspended: false, asksForSecondFactor: true, enrolled }));
    let allowed = 0;
    let lackingFactor = 0;
    await fc.assert(
      fc.asyncProperty(world, async ({ member, roles: held, permission, place, status, suspended, asksForSecondFactor, enrolled }) => {
        const user = await people.user(status);
        for (const id of member) await people.member(id, user, ...held.filter((name) => !['PLATFORM_ADMIN', 'WATCHER'].includes(name)));
        const ofPlatform = held.filter((name) => ['PLATFORM_ADMIN', 'WATCHER'].includes(name));
        if (ofPlatform.length > 0) await people.member(platform, user, ...ofPlatform);
        await node.get(Transactions, { strict: false }).run(async () => {
          const { manager } = node.get(Transactions, { strict: false });
          await manager.query('UPDATE tenants SET status = $2, require_mfa = $3 WHERE id = $1', [there, suspended ? 'SUSPENDED' : 'ACTIVE', asksForSecondFactor]);
          await manager.query('UPDATE users SET mfa_enabled = $2 WHERE id = $1', [user, enrolled]);
          await node.get(Tenants, { strict: false }).changed([there], 'revokes');
          await node.get(Users, { strict: false }).changed([user], 'revokes');
        });
        const told = await service.explain(root, { userId: user, permission: permission.name, tenantId: place });
        expect(told.allowed).toBe(await guard(user, permission, place));
        expect(told.reason === 'granted').toBe(told.allowed);
        if (told.reason === 'mfa_missing') lackingFactor += 1;
        if (told.allowed) {
          allowed += 1;
          expect(told.chain.length).toBeGreaterThan(0);
        }
      }),
      // Many more where CI has a real PostgreSQL.
      { numRuns: onRealPostgres() ? 200 : 50, examples: [[granted!], [lacking!]] },
    );
    expect(allowed).toBeGreaterThan(onRealPostgres() ? 5 : 0);
    expect(lackingFactor).toBeGreaterThan(0);
  });
});
