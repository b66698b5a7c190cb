import { UserViews } from '@authengine/directory';
import { newId, type DomainError, type RoleId, type TenantId, type UserId } from '@authengine/kernel';
import { VersionedCache, Transactions } from '@authengine/persistence';
import { AccessReader, AssignmentEvents, RoleAssignmentService, AccessWrites, permissionsIn, PlatformUserService, RoleDefinitionService, ServiceKeyStates, type AccessChange, type Forecast, type ForecastScope } from '@authengine/rbac';
import { openLibrary, openTestDatabase, People, RecordingAuditTrail, type TestDatabase } from '@authengine/testing';
import type { TestingModule } from '@nestjs/testing';
import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { TenancyModule } from '../tenancy.module.js';
import { TenantService } from './tenant.service.js';

describe('DryRun', () => {
  let database: TestDatabase;
  let node: TestingModule;
  let writes: AccessWrites;
  let people: People;
  let trail: RecordingAuditTrail;
  let platform: TenantId;
  let root: UserId;

  beforeAll(async () => {
    database = await openTestDatabase();
    trail = new RecordingAuditTrail();
    node = await (await openLibrary(database.address, [TenancyModule], { trail })).init();
    writes = node.get(AccessWrites);
    people = new People(node.get(DataSource));
    platform = await people.platform();
    root = await people.newMember(platform, 'SUPER_ADMIN');
    await people.role('SUPPORT', { scope: 'PLATFORM', level: 40, permissions: ['platform.users.view', 'tenant.view', 'tenant.users.view'] });
  });
  afterAll(async () => {
    await node.close();
    await database.close();
  });
  beforeEach(() => {
    trail.events.length = 0;
  });

  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => node.get(DataSource).query(text, values);
  const TABLES = ['users', 'tenants', 'memberships', 'permissions', 'roles', 'role_permissions', 'role_assignments', 'sessions', 'password_credentials', 'one_time_tokens', 'service_keys', 'mail_queue', 'copy_changes', 'audit_outbox'];
  /** Of queued mails which ones there are: whether they have been sent meanwhile is none of this. */
  const everything = async (): Promise<unknown> =>
    Object.fromEntries(await Promise.all(TABLES.map(async (table) => [table, await sql(`SELECT md5(string_agg(row, '|' ORDER BY row)) FROM (SELECT ${table === 'mail_queue' ? 'id' : 't'}::text AS row FROM ${table} t) rows`)])));
  const forecast = (scope: ForecastScope, write: () => Promise<unknown>, actorId = root): Promise<Forecast> => writes.forecast({ actorId, event: AssignmentEvents.granted, scope, write });
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error: DomainError) => error.code ?? String(error),
    );

  /** Each user's permissions in each place, read in no transaction. */
  const allowed = async (users: readonly UserId[], tenants: readonly TenantId[]): Promise<Map<string, readonly string[]>> => {
    const live = new Map((await sql<{ id: TenantId; version: string; status: 'ACTIVE' }>('SELECT id, version, status FROM tenants')).map(({ id, version, status }) => [id, { version: Number(version), status }]));
    const read = await node.get(AccessReader).readMany(users);
    return new Map(
      users.flatMap((user) => {
        const access = read.get(user);
        return [null, ...tenants].map((id): [string, readonly string[]] => [
          `${user}/${id ?? ''}`,
          access?.userStatus === 'ACTIVE' ? permissionsIn(access, id === null ? null : { tenantId: id, live: live.get(id) }) : [],
        ]);
      }),
    );
  };
  const difference = (before: Map<string, readonly string[]>, after: Map<string, readonly string[]>): AccessChange[] =>
    [...before].flatMap(([key, had]) => {
      const has = after.get(key) ?? [];
      const [gains, loses] = [has.filter((name) => !had.includes(name)), had.filter((name) => !has.includes(name))];
      const [userId, tenantId] = key.split('/') as [UserId, TenantId];
      return gains.length + loses.length > 0 ? [{ userId, tenantId: (tenantId as string) === '' ? null : tenantId, gains, loses }] : [];
    });
  const sorted = (changes: readonly AccessChange[]): AccessChange[] => [...changes].sort((a, b) => `${a.userId}${a.tenantId}`.localeCompare(`${b.userId}${b.tenantId}`));

  it('forecasts exactly what the real write then does, for any write, and changes nothing itself', async () => {
    const [here, there] = [await people.tenant(), await people.tenant()];
    const custom = await people.role('CUSTOM', { tenantId: here, level: 25, permissions: ['tenant.view', 'tenant.update'] });
    const shared = await people.role('SHARED', { level: 7, permissions: ['tenant.roles.view'] });
    const { assignments, users, roles } = { assignments: node.get(RoleAssignmentService), users: node.get(PlatformUserService), roles: node.get(RoleDefinitionService) };
    const roleNames = ['TENANT_ADMIN', 'TENANT_MANAGER', 'TENANT_USER', 'CUSTOM', 'SHARED'];
    const world = fc.record({
      here: fc.option(fc.subarray(roleNames)),
      there: fc.option(fc.subarray(roleNames.filter((name) => name !== 'CUSTOM'))),
      platform: fc.subarray(['SUPPORT', 'PLATFORM_ADMIN']),
      status: fc.constantFrom('ACTIVE', 'ACTIVE', 'ACTIVE', 'SUSPENDED'),
      sessions: fc.integer({ min: 0, max: 2 }),
      write: fc.constantFrom('assign', 'remove', 'assignOnPlatform', 'removeOnPlatform', 'suspend', 'activate', 'delete', 'endSessions', 'custom', 'shared', 'reset'),
      role: fc.constantFrom(...roleNames, 'TENANT_OWNER', 'NO_ROLE'),
      permissions: fc.subarray(['tenant.view', 'tenant.update', 'tenant.users.view']),
    });
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(world, async (given) => {
        const user = await people.user(given.status);
        if (given.here) await people.member(here, user, ...given.here);
        if (given.there) await people.member(there, user, ...given.there);
        if (given.platform.length > 0) await people.member(platform, user, ...given.platform);
        for (let i = 0; i < given.sessions; i += 1) await people.session(user);
        const ofUser: ForecastScope = { users: [user] };
        const change = { actorId: root, userId: user };
        const define = (id: RoleId, tenantId: TenantId) => roles.change({ actorId: root, tenantId }, id, { permissions: given.permissions });
        const writes: Record<typeof given.write, [ForecastScope, () => Promise<unknown>]> = {
          assign: [ofUser, () => assignments.assign({ ...change, tenantId: here, roleName: given.role })],
          remove: [ofUser, () => assignments.remove({ ...change, tenantId: here, roleName: given.role })],
          assignOnPlatform: [ofUser, () => assignments.assign({ ...change, tenantId: platform, roleName: 'SUPPORT' })],
          removeOnPlatform: [ofUser, () => assignments.remove({ ...change, tenantId: platform, roleName: 'SUPPORT' })],
          suspend: [ofUser, () => users.setStatus(change, 'SUSPENDED')],
          activate: [ofUser, () => users.setStatus(change, 'ACTIVE')],
          delete: [ofUser, () => users.delete(change)],
          endSessions: [ofUser, () => users.endSessions(change)],
          reset: [ofUser, () => users.requirePasswordReset(change)],
          custom: [{ roleId: custom }, () => define(custom, here)],
          shared: [{ roleId: shared }, () => define(shared, platform)],
        };
        const [scope, write] = writes[given.write];
        const all = (await sql<{ id: UserId }>('SELECT id FROM users')).map(({ id }) => id);
        const live = (): Promise<{ id: string }[]> => sql<{ id: string }>('SELECT id FROM sessions WHERE ended_at IS NULL ORDER BY user_id, id');
        const [untouched, before, sessionsBefore] = [await everything(), await allowed(all, [here, there]), await live()];
        const told = await forecast(scope, write).catch((error: DomainError) => error.code);
        expect(await everything()).toEqual(untouched);

        const done = await write().then(
          () => null,
          (error: DomainError) => error.code,
        );
        if (typeof told === 'string' || done !== null) return expect(told).toBe(done);
        const after = await allowed(all, [here, there]);
        const standing = new Set((await live()).map(({ id }) => id));
        // A user's tenants are told one by one; where they are no member, the platform's line tells.
        const really = difference(before, after).filter(({ userId, tenantId }) => tenantId === null || userId !== user || (tenantId === here ? given.here : given.there) !== null);
        expect(sorted(told.changes)).toEqual(sorted(really));
        expect(told.sessionsEnded.map(({ id }) => id).sort()).toEqual(sessionsBefore.map(({ id }) => id).filter((id) => !standing.has(id)).sort());
        if (told.changes.length > 0) changed += 1;
      }),
      { numRuns: 120 },
    );
    expect(changed).toBeGreaterThan(10);
  });

  it('writes no cache entry, no mail, no event of the write; it is on record as a forecast of it', async () => {
    const user = await people.user();
    const untouched = await everything();
    const change = jest.spyOn(node.get<VersionedCache>(VersionedCache, { strict: false }), 'change');
    const cache: VersionedCache = node.get(VersionedCache, { strict: false });
    const afterwards = jest.spyOn(cache as unknown as { publish(): Promise<void> }, 'publish');
    await forecast({ users: [user] }, () => node.get(PlatformUserService).requirePasswordReset({ actorId: root, userId: user }));
    expect(change).toHaveBeenCalled();
    expect(afterwards).not.toHaveBeenCalled();
    expect(await everything()).toEqual(untouched);
    // The recording trail has no transaction: what the write told it would have been rolled back.
    expect(trail.events.at(-1)).toMatchObject({ name: 'access.change.forecast', details: { targetUserId: user, status: 'success', metadata: { of: 'role.assignment.granted', users_considered: 1 } } });
    jest.restoreAllMocks();
  });

  it('refuses what the write refuses, with the same error, and puts that on record', async () => {
    const admin = await people.newMember(platform, 'PLATFORM_ADMIN');
    const write = (): Promise<unknown> => node.get(RoleAssignmentService).assign({ actorId: admin, userId: root, tenantId: platform, roleName: 'SUPPORT' });
    expect(await codeOf(forecast({ users: [root] }, write, admin))).toBe('role.level_insufficient');
    expect(trail.events).toMatchObject([{ name: 'access.change.forecast', details: { status: 'denied', metadata: { refused: 'role.level_insufficient' } } }]);
  });

  it('warns of a tenant that would have no owner who can act, and of locking oneself out', async () => {
    const owner = await people.user();
    const here = await people.tenant(owner);
    const suspend = (): Promise<unknown> => node.get(PlatformUserService).setStatus({ actorId: root, userId: owner }, 'SUSPENDED');
    expect((await forecast({ users: [owner] }, suspend)).lockouts).toEqual([{ kind: 'tenant_without_active_owner', tenantId: here }]);
    await people.newMember(here, 'TENANT_OWNER');
    expect((await forecast({ users: [owner] }, suspend)).lockouts).toEqual([]);
    const leave = (): Promise<unknown> => node.get(RoleAssignmentService).remove({ actorId: root, userId: owner, tenantId: here, roleName: 'SHARED' });
    expect((await forecast({ users: [owner] }, leave)).lockouts).toEqual([]);
    expect((await forecast({ users: [owner] }, suspend, owner)).lockouts).toEqual([{ kind: 'oneself', tenantId: here }]);
  });

  it('tells of service keys that end or lose their creator, by who knows them', async () => {
    const [user, id] = [await people.user(), newId<never>()];
    const key = { id, serviceName: 'billing', tenantId: null };
    let created: UserId | null = user;
    node.get(ServiceKeyStates).readBy(({ creators = [], ids = [] }) => Promise.resolve(creators.includes(user) || ids.includes(id) ? [{ ...key, createdBy: created }] : []));
    const gone = await forecast({ users: [user] }, () => {
      created = null;
      return Promise.resolve();
    });
    expect(gone.serviceKeys).toEqual([{ ...key, effect: 'loses_its_creator' }]);
    node.get(ServiceKeyStates).readBy(() => Promise.resolve([]));
  });

  it('tells who may do nothing any more, or again, where a tenant or the platform asks for a second factor, or one is taken away', async () => {
    const owner = await people.user();
    const here = await people.tenant(owner);
    const there = await people.tenant(owner);
    const [manager, enrolled] = [await people.newMember(here, 'TENANT_MANAGER'), await people.newMember(here, 'TENANT_USER')];
    await people.member(there, manager, 'TENANT_USER');
    await sql('UPDATE users SET mfa_enabled = true WHERE id = $1', [enrolled]);
    const access = async (id: UserId): Promise<readonly string[]> => permissionsIn((await node.get(AccessReader).read(id))!, { tenantId: here });
    const demand = (tenantId: TenantId, requireMfa: boolean) => () => node.get(TenantService).update(tenantId, { requireMfa }, root);
    const byUser = (changes: readonly AccessChange[]) => [...changes].sort((a, b) => a.userId.localeCompare(b.userId));
    const lost = [
      { userId: owner, tenantId: here, gains: [], loses: await access(owner) },
      { userId: manager, tenantId: here, gains: [], loses: await access(manager) },
    ];
    const told = await forecast({ tenantId: here }, demand(here, true), owner);
    expect(byUser(told.changes)).toEqual(byUser(lost));
    expect(told).toMatchObject({ sessionsEnded: [], lockouts: [{ kind: 'oneself', tenantId: here }] });

    await demand(here, true)();
    expect(byUser((await forecast({ tenantId: here }, demand(here, false))).changes)).toEqual(byUser(lost.map(({ gains, loses, ...where }) => ({ ...where, gains: loses, loses: gains }))));
    const removed = await forecast({ users: [enrolled] }, () => node.get(Transactions, { strict: false }).manager.query('UPDATE users SET mfa_enabled = false WHERE id = $1', [enrolled]));
    expect(removed.changes).toEqual([{ userId: enrolled, tenantId: here, gains: [], loses: await access(enrolled) }]);
    // Whoever lacks it still has what their roles give, for the day when they have it.
    const promoted = await forecast({ users: [manager] }, () => node.get(RoleAssignmentService).assign({ actorId: root, userId: manager, tenantId: here, roleName: 'TENANT_ADMIN' }));
    expect(promoted.changes).toMatchObject([{ userId: manager, tenantId: here, loses: [] }]);

    const onPlatform = await forecast({ tenantId: platform }, demand(platform, true));
    expect(onPlatform.changes).toContainEqual({ userId: root, tenantId: null, gains: [], loses: (await node.get(AccessReader).read(root))!.platformPermissions });
    expect(onPlatform.lockouts).toEqual([{ kind: 'oneself', tenantId: null }]);
  });

  it('tells of nobody whom the asker neither named nor may list', async () => {
    const owner = await people.user();
    const here = await people.tenant(owner);
    await people.role('KEEPER', { tenantId: here, level: 45, permissions: ['tenant.update'] });
    await people.role('STEWARD', { scope: 'PLATFORM', level: 90, permissions: ['platform.tenants.manage'] });
    const [keeper, member, steward] = [await people.newMember(here, 'KEEPER'), await people.newMember(here, 'TENANT_USER'), await people.newMember(platform, 'STEWARD')];
    await sql('UPDATE sessions SET tenant_id = $2 WHERE id = $1', [(await people.session(member)).sid, here]);
    const demand = (by: UserId): Promise<Forecast> => forecast({ tenantId: here }, () => node.get(TenantService).redescribeOwn(here, { requireMfa: true }, by), by);
    expect(await demand(keeper)).toMatchObject({ usersConsidered: 3, withheld: true, changes: [{ userId: keeper }], lockouts: [{ kind: 'oneself', tenantId: here }] });
    const byOwner = await demand(owner);
    expect([byOwner.withheld, byOwner.changes.map(({ userId }) => userId).sort()]).toEqual([false, [owner, keeper, member].sort()]);
    const suspend = (by: UserId, users: UserId[] = []): Promise<Forecast> => forecast({ tenantId: here, users }, () => node.get(TenantService).update(here, { status: 'SUSPENDED' }, steward), by);
    expect(await suspend(steward)).toMatchObject({ usersConsidered: 3, withheld: true, changes: [], sessionsEnded: [] });
    expect(await suspend(steward, [member])).toMatchObject({ withheld: true, changes: [{ userId: member }], sessionsEnded: [{ userId: member }] });
    expect(await suspend(root)).toMatchObject({ withheld: false, sessionsEnded: [{ userId: member }] });
  });

  it('tells a tenant’s people of tenants’ permissions alone, whatever a member holds on the platform', async () => {
    const owner = await people.user();
    const here = await people.tenant(owner);
    const chief = await people.newMember(platform, 'PLATFORM_ADMIN');
    await people.member(here, chief, 'TENANT_USER');
    const demand = (by: UserId): Promise<Forecast> => forecast({ tenantId: here, users: [chief] }, () => node.get(TenantService).update(here, { requireMfa: true }, root), by);
    const names = ({ changes }: Forecast): string[] => changes.filter(({ userId }) => userId === chief).flatMap(({ gains, loses }) => [...gains, ...loses]);
    const [told, byPlatform] = [await demand(owner), names(await demand(root))];
    expect(byPlatform).toContain('platform.users.view');
    expect(names(told)).toEqual(byPlatform.filter((name) => name.startsWith('tenant.')));
    expect(told.withheld).toBe(false);
    // A change of the platform's own, even of somebody whom the asker named.
    const suspended = await forecast({ tenantId: here, users: [chief] }, () => node.get(PlatformUserService).setStatus({ actorId: root, userId: chief }, 'SUSPENDED'), owner);
    expect(suspended.changes.map(({ tenantId }) => tenantId)).not.toContain(null);
  });

  it('looks at the one who asks, however many others there are', async () => {
    const here = await people.tenant();
    await sql("INSERT INTO users (id, email, status) SELECT gen_random_uuid(), 'crowd.' || i || '@people.test', 'ACTIVE' FROM generate_series(1, 600) i");
    await sql("INSERT INTO memberships (tenant_id, user_id) SELECT $1, id FROM users WHERE email LIKE 'crowd.%'", [here]);
    const actor = await people.user();
    await sql("UPDATE users SET id = 'ffffffff-ffff-4fff-bfff-ffffffffffff' WHERE id = $1", [actor]);
    const last = 'ffffffff-ffff-4fff-bfff-ffffffffffff' as UserId;
    await people.member(here, last, 'TENANT_ADMIN');
    const told = await forecast({ tenantId: here }, () => node.get(TenantService).update(here, { status: 'SUSPENDED' }, root), last);
    expect(told.lockouts).toEqual([{ kind: 'oneself', tenantId: here }]);
  });

  it('looks at so many users one by one, and says that there are more', async () => {
    const here = await people.tenant();
    await sql("INSERT INTO users (id, email, status) SELECT gen_random_uuid(), 'many.' || i || '@people.test', 'ACTIVE' FROM generate_series(1, 600) i");
    await sql("INSERT INTO memberships (tenant_id, user_id) SELECT $1, id FROM users WHERE email LIKE 'many.%'", [here]);
    const told = await forecast({ tenantId: here }, () => Promise.resolve());
    expect(told).toMatchObject({ usersConsidered: 601, truncated: true, changes: [] });
  });

  it('shows handlers of writes the views of the write, inside its transaction', async () => {
    const user = await people.user();
    let seen = '';
    await forecast({ users: [user] }, async () => {
      const changed = await node.get(PlatformUserService).setStatus({ actorId: root, userId: user }, 'SUSPENDED');
      seen = (await node.get(UserViews, { strict: false }).ofOne(changed)).status;
    });
    expect(seen).toBe('SUSPENDED');
  });
});
