import { newId, type DomainError, type RoleId, type TenantId, type UserId } from '@authengine/kernel';
import { openLibrary, openTestDatabase, People, RecordingAuditTrail, type TestDatabase } from '@authengine/testing';
import type { TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { AccessSnapshots } from '../access/access-snapshots.js';
import { RoleAssignmentService } from '../assignments/role-assignment.service.js';
import { DeclaredPermissions } from '../permissions/declared-permissions.js';
import { RbacModule } from '../rbac.module.js';
import { Roles } from '../roles/roles.js';
import { RoleDefinitionService, type RoleFields } from './role-definition.service.js';

describe('RoleDefinitions', () => {
  let database: TestDatabase;
  let node: TestingModule;
  let definitions: RoleDefinitionService;
  let people: People;
  let trail: RecordingAuditTrail;
  let platform: TenantId;
  let root: UserId;
  let here: TenantId;
  let admin: UserId;

  beforeAll(async () => {
    database = await openTestDatabase();
    trail = new RecordingAuditTrail();
    node = await (await openLibrary(database.address, [RbacModule], { trail })).init();
    definitions = node.get(RoleDefinitionService);
    people = new People(node.get(DataSource));
    platform = await people.platform();
    root = await people.newMember(platform, 'SUPER_ADMIN');
  });
  afterAll(async () => {
    await node.close();
    await database.close();
  });
  beforeEach(async () => {
    here = await people.tenant();
    admin = await people.newMember(here, 'TENANT_ADMIN');
    trail.events.length = 0;
  });

  let names = 0;
  const fields = (given: Partial<RoleFields> = {}): RoleFields => ({ name: `CUSTOM_${(names += 1)}`, description: '', level: 20, permissions: ['tenant.view'], ...given });
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error: DomainError) => error.code ?? String(error),
    );
  const make = async (actorId: UserId, tenantId: TenantId, given?: Partial<RoleFields>): Promise<RoleId> => (await definitions.create({ actorId, tenantId }, fields(given))).role.id;
  const rows = (): Promise<unknown> =>
    node.get(DataSource).query('SELECT r.id, name, level, description, array_agg(permission_name ORDER BY permission_name) FROM roles r LEFT JOIN role_permissions ON role_id = r.id GROUP BY 1,2,3,4 ORDER BY 1');

  it('a tenant makes its own role, which its members and nobody else can hold', async () => {
    const { role, permissions } = await definitions.create({ actorId: admin, tenantId: here }, fields({ name: 'Night shift', permissions: ['tenant.view', 'tenant.users.view', 'tenant.view'] }));
    expect(role).toMatchObject({ name: 'Night shift', level: 20, scope: 'TENANT', tenantId: here, builtIn: false });
    expect(permissions).toEqual(['tenant.users.view', 'tenant.view']);
    expect((await node.get(Roles).inTenant({ id: here, type: 'CUSTOMER' }, { limit: 100 })).items.map((item) => item.role.name)).toContain('Night shift');
    const elsewhere = await people.tenant();
    expect((await node.get(Roles).inTenant({ id: elsewhere, type: 'CUSTOMER' }, { limit: 100 })).items.map((item) => item.role.name)).not.toContain('Night shift');
    expect(trail.events).toMatchObject([{ name: 'role.created', details: { actorId: admin, tenantId: here, resourceId: role.id, metadata: { role_name: 'Night shift', role_level: 20 } } }]);
  });

  it('RB-01 RB-04 nobody makes or raises a role to their own level or above', async () => {
    for (const [level, code] of [[49, 'done'], [50, 'role.level_insufficient'], [51, 'role.level_insufficient'], [100, 'role.level_insufficient']] as const) {
      expect(await codeOf(make(admin, here, { level }))).toBe(code);
      const id = await make(admin, here, { level: 0 });
      expect(await codeOf(definitions.change({ actorId: admin, tenantId: here }, id, { level }))).toBe(code);
    }
    const above = await make(root, here, { level: 50 });
    for (const change of [{ level: 10 }, { name: 'RENAMED' }, { permissions: [] }]) expect(await codeOf(definitions.change({ actorId: admin, tenantId: here }, above, change))).toBe('role.level_insufficient');
    expect(await codeOf(definitions.delete({ actorId: admin, tenantId: here }, above))).toBe('role.level_insufficient');
    expect(await codeOf(make(root, platform, { level: 100 }))).toBe('role.level_insufficient');
  });

  it('tells a tenant nothing of which permissions and roles the platform has', async () => {
    await people.role('SECRET_SQUAD', { scope: 'PLATFORM', level: 70 });
    expect(await codeOf(make(admin, here, { name: 'secret_squad' }))).toBe('done');
    const refusal = async (name: string): Promise<unknown> => make(admin, here, { permissions: [name] }).catch((error: DomainError) => [error.code, error.errors]);
    const [ofPlatform, ofNobody] = [await refusal('platform.users.view'), await refusal('platform.nothing.here')];
    expect(ofPlatform).toEqual(ofNobody);
    expect(ofNobody).toMatchObject(['request.invalid', [{ field: 'permissions.0' }]]);
  });

  it('RB-04 defect 61: nobody puts a permission into a role that they lack, by making or by changing', async () => {
    expect(await codeOf(make(admin, here, { permissions: ['tenant.delete'] }))).toBe('role.permission_not_held');
    const id = await make(admin, here);
    expect(await codeOf(definitions.change({ actorId: admin, tenantId: here }, id, { permissions: ['tenant.view', 'tenant.delete'] }))).toBe('role.permission_not_held');
    const byOwner = await make(root, here, { permissions: ['tenant.delete'] });
    // What the role holds already is no addition: it may stay, or be taken out.
    expect(await codeOf(definitions.change({ actorId: admin, tenantId: here }, byOwner, { permissions: ['tenant.delete', 'tenant.view'] }))).toBe('done');
    expect(await codeOf(definitions.change({ actorId: admin, tenantId: here }, byOwner, { permissions: [] }))).toBe('done');
  });

  it('takes only permissions that exist, and for a tenant only those of tenants', async () => {
    for (const permission of ['tenant.views', 'TENANT.VIEW', 'tenant.view ', 'tenant.*', 'platform.users.view']) {
      expect(await codeOf(make(root, here, { permissions: [permission] }))).toBe('request.invalid');
    }
  });

  it('RB-04 nobody changes a role that they hold', async () => {
    const id = await make(root, here, { name: 'HELD', level: 5 });
    await people.member(here, admin, 'HELD');
    expect(await codeOf(definitions.change({ actorId: admin, tenantId: here }, id, { permissions: ['tenant.update'] }))).toBe('role.held_by_actor');
    expect(await codeOf(definitions.delete({ actorId: admin, tenantId: here }, id))).toBe('role.held_by_actor');
  });

  it('protects the built-in roles, and shared ones from tenants', async () => {
    const [user] = await node.get(DataSource).query<{ id: RoleId }[]>("SELECT id FROM roles WHERE name = 'TENANT_USER'");
    const shared = (await definitions.create({ actorId: root, tenantId: platform }, fields({ level: 1 }), 'TENANT')).role.id;
    const before = await rows();
    for (const [actorId, tenantId, id] of [[root, platform, user!.id], [root, here, user!.id], [admin, here, user!.id], [admin, here, shared]] as const) {
      expect(await codeOf(definitions.change({ actorId, tenantId }, id, { level: 2 }))).toBe('role.protected');
      expect(await codeOf(definitions.delete({ actorId, tenantId }, id))).toBe('role.protected');
    }
    expect(await rows()).toEqual(before);
  });

  it("answers the same for another tenant's role as for one that does not exist", async () => {
    const elsewhere = await people.tenant();
    const theirs = await make(root, elsewhere);
    const ofPlatform = await make(root, platform, { level: 1 });
    for (const id of [theirs, ofPlatform, newId<RoleId>()]) {
      expect(await codeOf(definitions.change({ actorId: admin, tenantId: here }, id, { level: 2 }))).toBe('role.not_found');
      expect(await codeOf(definitions.delete({ actorId: admin, tenantId: here }, id))).toBe('role.not_found');
    }
    expect(await codeOf(make(admin, elsewhere))).toBe('request.not_found');
    expect(await codeOf(make(admin, platform))).toBe('auth.forbidden');
    expect(await codeOf(definitions.change({ actorId: root, tenantId: platform }, theirs, { level: 2 }))).toBe('role.not_found');
  });

  it('one name means one role: of ten made at once one is made, and no tenant takes a shared name', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => codeOf(make(admin, here, { name: 'ONLY_ONE' }))));
    expect(made.filter((code) => code === 'done')).toHaveLength(1);
    expect(new Set(made)).toEqual(new Set(['done', 'role.name_taken']));
    for (const name of ['TENANT_OWNER', 'tenant_owner', 'SUPER_ADMIN', 'only_one']) expect(await codeOf(make(admin, here, { name }))).toBe('role.name_taken');
    expect(await codeOf(definitions.create({ actorId: root, tenantId: platform }, fields({ name: 'Only_One' }), 'TENANT'))).toBe('role.name_taken');
    expect(await codeOf(make(admin, await people.tenant(admin), { name: 'ONLY_ONE' }))).toBe('done');
  });

  it('TK-15 a change counts on the very next request of a holder, and a role in use is not deleted', async () => {
    const id = await make(admin, here, { name: 'COUNTS', permissions: ['tenant.view'] });
    const holder = await people.newMember(here, 'COUNTS');
    const claims = await people.session(holder);
    const held = async (): Promise<unknown> => (await node.get(AccessSnapshots).find(claims))?.access.tenants.get(here);
    expect(await held()).toMatchObject({ permissions: ['tenant.view'], level: 20 });
    await definitions.change({ actorId: admin, tenantId: here }, id, { permissions: ['tenant.users.view'], level: 30 });
    expect(await held()).toMatchObject({ permissions: ['tenant.users.view'], level: 30 });
    expect(await codeOf(definitions.delete({ actorId: admin, tenantId: here }, id))).toBe('role.in_use');
    await node.get(RoleAssignmentService).remove({ actorId: admin, userId: holder, tenantId: here, roleName: 'COUNTS' });
    expect(await codeOf(definitions.delete({ actorId: admin, tenantId: here }, id))).toBe('done');
    expect(trail.events.at(-1)).toMatchObject({ name: 'role.deleted', details: { tenantId: here, resourceId: id } });
  });

  it('a platform role counts everywhere at once, a role that all tenants share in each of them', async () => {
    const ofPlatform = await make(root, platform, { name: 'WATCHER', level: 3, permissions: ['platform.users.view'] });
    const watcher = await people.newMember(platform, 'WATCHER');
    const shared = (await definitions.create({ actorId: root, tenantId: platform }, fields({ name: 'READER', level: 3 }), 'TENANT')).role.id;
    const reader = await people.newMember(here, 'READER');
    const [ofWatcher, ofReader] = [await people.session(watcher), await people.session(reader)];
    const snapshots = node.get(AccessSnapshots);
    expect((await snapshots.find(ofWatcher))?.access.platformPermissions).toEqual(['platform.users.view']);
    expect((await snapshots.find(ofReader))?.access.tenants.get(here)?.permissions).toEqual(['tenant.view']);
    await definitions.change({ actorId: root, tenantId: platform }, ofPlatform, { permissions: ['tenant.view'] });
    await definitions.change({ actorId: root, tenantId: platform }, shared, { permissions: [] });
    expect((await snapshots.find(ofWatcher))?.access.platformPermissions).toEqual(['tenant.view']);
    expect((await snapshots.find(ofReader))?.access.tenants.get(here)?.permissions).toEqual([]);
  });

  it('giving a role and deleting it have one order', async () => {
    for (let i = 0; i < 6; i += 1) {
      const name = `RACE_${i}`;
      const id = await make(admin, here, { name });
      const member = await people.newMember(here);
      const [given, deleted] = await Promise.all([
        codeOf(node.get(RoleAssignmentService).assign({ actorId: admin, userId: member, tenantId: here, roleName: name })),
        codeOf(definitions.delete({ actorId: admin, tenantId: here }, id)),
      ]);
      expect([['done', 'role.in_use'], ['role.not_found', 'done']]).toContainEqual([given, deleted]);
    }
  });

  describe('permissions that services declare', () => {
    const declare = (name: string, given: { actorId?: UserId; description?: string; scope?: 'PLATFORM' | 'TENANT' } = {}) =>
      node.get(DeclaredPermissions).declare(given.actorId ?? root, { name, description: given.description ?? 'Read invoices', scope: given.scope ?? 'TENANT' });

    it('join the catalogue and SUPER_ADMIN at once, and can be in a role of those who hold them', async () => {
      const claims = await people.session(root);
      expect((await declare('billing.invoices.read')).created).toBe(true);
      expect((await node.get(AccessSnapshots).find(claims))?.access.platformPermissions).toContain('billing.invoices.read');
      expect(await codeOf(make(admin, here, { permissions: ['billing.invoices.read'] }))).toBe('role.permission_not_held');
      expect(await codeOf(make(root, here, { permissions: ['billing.invoices.read'] }))).toBe('done');
    });

    it('are described anew when they are declared again, never given another scope, never built in', async () => {
      await declare('crm.leads.read');
      expect(await declare('crm.leads.read', { description: 'See leads' })).toMatchObject({ created: false, permission: { description: 'See leads' } });
      expect(await codeOf(declare('crm.leads.read', { scope: 'PLATFORM' }))).toBe('permission.other_scope');
      for (const name of ['tenant.view', 'tenant.anything', 'platform.users.view', 'platform.all']) expect(await codeOf(declare(name))).toBe('permission.reserved');
      expect(await codeOf(declare('crm.leads.write', { actorId: admin }))).toBe('auth.forbidden');
    });

    it('of eight declared at once one is new', async () => {
      const made = await Promise.all(Array.from({ length: 8 }, () => declare('race.once')));
      expect(made.filter(({ created }) => created)).toHaveLength(1);
    });
  });
});
