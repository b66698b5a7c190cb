import { newId, type DomainError, type TenantId, type UserId } from '@authengine/kernel';
import { onRealPostgres, openLibrary, openTestDatabase, People, RecordingAuditTrail, type TestDatabase } from '@authengine/testing';
import type { TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { AccessSnapshots } from '../access/access-snapshots.js';
import { RbacModule } from '../rbac.module.js';
import { RoleAssignmentService } from './role-assignment.service.js';

/** So many where they are truly parallel. */
const ROUNDS = onRealPostgres() ? 200 : 8;

describe('Assignments', () => {
  let database: TestDatabase;
  let node: TestingModule;
  let assignments: RoleAssignmentService;
  let people: People;
  let trail: RecordingAuditTrail;
  let platform: TenantId;
  let root: UserId;

  beforeAll(async () => {
    database = await openTestDatabase();
    trail = new RecordingAuditTrail();
    node = await (await openLibrary(database.address, [RbacModule], { trail })).init();
    assignments = node.get(RoleAssignmentService);
    people = new People(node.get(DataSource));
    platform = await people.platform();
    root = await people.newMember(platform, 'SUPER_ADMIN');
    await people.role('SUPPORT', { scope: 'PLATFORM', level: 40, permissions: ['platform.roles.assign', 'tenant.roles.assign'] });
  });
  afterAll(async () => {
    await node.close();
    await database.close();
  });
  beforeEach(() => {
    trail.events.length = 0;
  });

  const rolesOf = async (userId: UserId, tenantId: TenantId): Promise<string[]> =>
    (
      await node
        .get(DataSource)
        .query<{ name: string }[]>('SELECT name FROM role_assignments a JOIN roles ON roles.id = role_id WHERE user_id = $1 AND a.tenant_id = $2 ORDER BY name', [userId, tenantId])
    ).map(({ name }) => name);
  const isMember = async (userId: UserId, tenantId: TenantId): Promise<boolean> =>
    (await node.get(DataSource).query<unknown[]>('SELECT 1 FROM memberships WHERE user_id = $1 AND tenant_id = $2', [userId, tenantId])).length > 0;
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error: DomainError) => error.code,
    );

  describe('of platform roles', () => {
    it('counts from the next request on, and makes the holder a member of the platform’s tenant for as long', async () => {
      const user = await people.user();
      const claims = await people.session(user);
      const held = async (): Promise<readonly string[] | undefined> => (await node.get(AccessSnapshots).find(claims))?.access.platformPermissions;
      expect(await held()).toEqual([]);
      expect(await assignments.assign({ actorId: root, userId: user, tenantId: platform, roleName: 'PLATFORM_ADMIN' })).toBe(true);
      expect(await held()).toContain('platform.users.manage');
      expect(await isMember(user, platform)).toBe(true);
      expect(await assignments.remove({ actorId: root, userId: user, tenantId: platform, roleName: 'PLATFORM_ADMIN' })).toBe(true);
      expect(await held()).toEqual([]);
      expect(await isMember(user, platform)).toBe(false);
    });

    it('keeps the membership while another platform role is held', async () => {
      const user = await people.newMember(platform, 'PLATFORM_ADMIN', 'SUPPORT');
      await assignments.remove({ actorId: root, userId: user, tenantId: platform, roleName: 'SUPPORT' });
      expect(await isMember(user, platform)).toBe(true);
      expect(await rolesOf(user, platform)).toEqual(['PLATFORM_ADMIN']);
    });

    it('is idempotent, and every act is on record with whether it changed anything', async () => {
      const user = await people.user();
      const change = { actorId: root, userId: user, tenantId: platform, roleName: 'PLATFORM_ADMIN' };
      expect(await assignments.assign(change)).toBe(true);
      expect(await assignments.assign(change)).toBe(false);
      expect(await assignments.remove(change)).toBe(true);
      expect(await assignments.remove(change)).toBe(false);
      expect(await rolesOf(user, platform)).toEqual([]);
      const details = { actorId: root, targetUserId: user, tenantId: platform };
      const metadata = { role_name: 'PLATFORM_ADMIN', role_level: 80 };
      expect(trail.events).toMatchObject([
        { name: 'role.assignment.granted', details: { ...details, metadata: { ...metadata, changed: true } } },
        { name: 'role.assignment.granted', details: { ...details, metadata: { ...metadata, changed: false } } },
        { name: 'role.assignment.revoked', details: { ...details, metadata: { ...metadata, changed: true } } },
        { name: 'role.assignment.revoked', details: { ...details, metadata: { ...metadata, changed: false } } },
      ]);
    });

    it('RB-01 gives no role of the actor’s own level or above, SUPER_ADMIN to nobody by anybody', async () => {
      const admin = await people.newMember(platform, 'PLATFORM_ADMIN');
      const user = await people.user();
      for (const [actorId, roleName] of [[admin, 'PLATFORM_ADMIN'], [admin, 'SUPER_ADMIN'], [root, 'SUPER_ADMIN']] as const) {
        expect(await codeOf(assignments.assign({ actorId, userId: user, tenantId: platform, roleName }))).toBe('role.level_insufficient');
      }
      expect(await codeOf(assignments.assign({ actorId: admin, userId: user, tenantId: platform, roleName: 'SUPPORT' }))).toBe('done');
      expect(await rolesOf(user, platform)).toEqual(['SUPPORT']);
    });

    it('RB-02 takes nothing from a user of the actor’s own level or above, nor from the actor', async () => {
      const [admin, peer] = [await people.newMember(platform, 'PLATFORM_ADMIN', 'SUPPORT'), await people.newMember(platform, 'PLATFORM_ADMIN', 'SUPPORT')];
      for (const userId of [peer, admin, root]) {
        expect(await codeOf(assignments.remove({ actorId: admin, userId, tenantId: platform, roleName: 'SUPPORT' }))).toBe('role.level_insufficient');
        expect(await codeOf(assignments.assign({ actorId: admin, userId, tenantId: platform, roleName: 'SUPPORT' }))).toBe('role.level_insufficient');
      }
    });

    it('does not take a suspended user for one without a level', async () => {
      const admin = await people.newMember(platform, 'PLATFORM_ADMIN');
      const suspended = await people.newMember(platform, 'SUPER_ADMIN', 'SUPPORT');
      await node.get(DataSource).query("UPDATE users SET status = 'SUSPENDED' WHERE id = $1", [suspended]);
      expect(await codeOf(assignments.remove({ actorId: admin, userId: suspended, tenantId: platform, roleName: 'SUPPORT' }))).toBe('role.level_insufficient');
    });

    it('finds no tenant role, no unknown role, no role by another spelling, and no unknown user', async () => {
      const user = await people.user();
      for (const roleName of ['TENANT_ADMIN', 'NOBODY', 'platform_admin', 'PLATFORM_ADMIN ']) {
        expect(await codeOf(assignments.assign({ actorId: root, userId: user, tenantId: platform, roleName }))).toBe('role.not_found');
      }
      expect(await codeOf(assignments.assign({ actorId: root, userId: newId(), tenantId: platform, roleName: 'PLATFORM_ADMIN' }))).toBe('request.not_found');
      expect(await isMember(user, platform)).toBe(false);
      expect(trail.events).toEqual([]);
    });

    it('asks again, inside the transaction, whether the actor may', async () => {
      const [user, nobody, suspended] = [await people.user(), await people.user(), await people.newMember(platform, 'PLATFORM_ADMIN')];
      await node.get(DataSource).query("UPDATE users SET status = 'SUSPENDED' WHERE id = $1", [suspended]);
      for (const actorId of [nobody, suspended, newId<UserId>()]) {
        expect(await codeOf(assignments.assign({ actorId, userId: user, tenantId: platform, roleName: 'SUPPORT' }))).toBe('auth.forbidden');
      }
    });
  });

  describe('of a tenant’s roles', () => {
    it('is for members only, and by the level there: high in one tenant is nothing in another (RB-06)', async () => {
      const [here, there] = [await people.tenant(), await people.tenant()];
      const actor = await people.newMember(here, 'TENANT_ADMIN');
      await people.member(there, actor, 'TENANT_USER');
      const target = await people.newMember(here);
      await people.member(there, target);
      const stranger = await people.user();
      const give = (tenantId: TenantId, userId: UserId, roleName: string): Promise<string> => codeOf(assignments.assign({ actorId: actor, userId, tenantId, roleName }));
      expect(await give(here, target, 'TENANT_MANAGER')).toBe('done');
      expect(await give(here, target, 'TENANT_ADMIN')).toBe('role.level_insufficient');
      expect(await give(here, target, 'TENANT_OWNER')).toBe('role.level_insufficient');
      expect(await give(here, target, 'PLATFORM_ADMIN')).toBe('role.not_found');
      expect(await give(here, stranger, 'TENANT_USER')).toBe('request.not_found');
      expect(await give(there, target, 'TENANT_USER')).toBe('auth.forbidden');
      expect(await give(await people.tenant(), target, 'TENANT_USER')).toBe('request.not_found');
      expect(await give(newId(), target, 'TENANT_USER')).toBe('request.not_found');
      expect(await rolesOf(target, here)).toEqual(['TENANT_MANAGER']);
    });

    it('TN-04 gives a tenant’s own role in that tenant only', async () => {
      const [here, there] = [await people.tenant(), await people.tenant()];
      await people.role('NIGHT_SHIFT', { tenantId: there, permissions: ['tenant.view'] });
      const target = await people.newMember(here);
      await people.member(there, target);
      expect(await codeOf(assignments.assign({ actorId: root, userId: target, tenantId: here, roleName: 'NIGHT_SHIFT' }))).toBe('role.not_found');
      expect(await codeOf(assignments.assign({ actorId: root, userId: target, tenantId: there, roleName: 'NIGHT_SHIFT' }))).toBe('done');
    });

    it('counts a platform role of the target there: a tenant’s owner does not act on a platform admin', async () => {
      const here = await people.tenant();
      const owner = await people.newMember(here, 'TENANT_OWNER');
      const admin = await people.newMember(platform, 'PLATFORM_ADMIN');
      await people.member(here, admin);
      expect(await codeOf(assignments.assign({ actorId: owner, userId: admin, tenantId: here, roleName: 'TENANT_USER' }))).toBe('role.level_insufficient');
    });

    it('leaves TENANT_OWNER with the owner, and takes it from another who holds it', async () => {
      const owner = await people.user();
      const here = await people.tenant(owner);
      const second = await people.newMember(here, 'TENANT_OWNER');
      expect(await codeOf(assignments.remove({ actorId: root, userId: owner, tenantId: here, roleName: 'TENANT_OWNER' }))).toBe('role.owner_needs_transfer');
      expect(await codeOf(assignments.remove({ actorId: root, userId: second, tenantId: here, roleName: 'TENANT_OWNER' }))).toBe('done');
    });

    it('is refused in a suspended tenant', async () => {
      const here = await people.tenant();
      const target = await people.newMember(here);
      await node.get(DataSource).query("UPDATE tenants SET status = 'SUSPENDED' WHERE id = $1", [here]);
      expect(await codeOf(assignments.assign({ actorId: root, userId: target, tenantId: here, roleName: 'TENANT_USER' }))).toBe('auth.forbidden');
    });
  });

  describe('at the same time', () => {
    /** False also for one that waited for its turn longer than a statement may, on a slow machine: it changed nothing. */
    const inTime = (work: Promise<boolean>): Promise<boolean> =>
      work.catch((error: unknown) => {
        if ((error as { code?: string }).code !== '57014') throw error;
        return false;
      });

    it('RC-03 gives a role once to ten who give it at once', async () => {
      const user = await people.user();
      const change = { actorId: root, userId: user, tenantId: platform, roleName: 'PLATFORM_ADMIN' };
      const answers = await Promise.all(Array.from({ length: 10 }, () => inTime(assignments.assign(change))));
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await rolesOf(user, platform)).toEqual(['PLATFORM_ADMIN']);
    });

    it('RC-03 ends as one order of giving and taking would, with a membership exactly when there is a role', async () => {
      const user = await people.user();
      const change = { actorId: root, userId: user, tenantId: platform, roleName: 'SUPPORT' };
      const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => inTime(i % 2 === 0 ? assignments.assign(change) : assignments.remove(change))));
      const given = answers.filter((changed, i) => changed && i % 2 === 0).length;
      const taken = answers.filter((changed, i) => changed && i % 2 === 1).length;
      const held = await rolesOf(user, platform);
      expect(given - taken).toBe(held.length);
      expect(await isMember(user, platform)).toBe(held.length === 1);
    });

    it('RB-08 an assignment and the loss of its actor’s role have one order', async () => {
      for (let i = 0; i < ROUNDS; i += 1) {
        const actor = await people.newMember(platform, 'PLATFORM_ADMIN');
        const user = await people.user();
        const [assigned, lost] = await Promise.all([
          codeOf(assignments.assign({ actorId: actor, userId: user, tenantId: platform, roleName: 'SUPPORT' })),
          codeOf(assignments.remove({ actorId: root, userId: actor, tenantId: platform, roleName: 'PLATFORM_ADMIN' })),
        ]);
        expect(lost).toBe('done');
        expect(await rolesOf(user, platform)).toEqual(assigned === 'done' ? ['SUPPORT'] : []);
        expect(['done', 'auth.forbidden']).toContain(assigned);
        expect(await codeOf(assignments.assign({ actorId: actor, userId: user, tenantId: platform, roleName: 'SUPPORT' }))).toBe('auth.forbidden');
      }
    });

    it('lets two who act on each other wait, not deadlock', async () => {
      const [a, b] = [await people.newMember(platform, 'PLATFORM_ADMIN'), await people.newMember(platform, 'PLATFORM_ADMIN')];
      const both = Array.from({ length: 10 }, (_, i) =>
        codeOf(assignments.assign({ actorId: i % 2 ? a : b, userId: i % 2 ? b : a, tenantId: platform, roleName: 'SUPPORT' })),
      );
      expect(new Set(await Promise.all(both))).toEqual(new Set(['role.level_insufficient']));
    });

    (onRealPostgres() ? it : it.skip)('RB-08 waits for a change of the actor that is about to commit, and then sees it (needs a real PostgreSQL)', async () => {
      const actor = await people.newMember(platform, 'PLATFORM_ADMIN');
      const user = await people.user();
      const other = node.get(DataSource).createQueryRunner();
      await other.startTransaction();
      await other.query('UPDATE users SET version = version + 1 WHERE id = $1', [actor]);
      await other.query('DELETE FROM role_assignments WHERE user_id = $1', [actor]);
      const assigned = codeOf(assignments.assign({ actorId: actor, userId: user, tenantId: platform, roleName: 'SUPPORT' }));
      for (let waiting = 0; waiting === 0; ) {
        const [row] = await node.get(DataSource).query<{ n: number }[]>('SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted');
        waiting = row?.n ?? 0;
      }
      await other.commitTransaction();
      await other.release();
      expect(await assigned).toBe('auth.forbidden');
    });
  });
});
