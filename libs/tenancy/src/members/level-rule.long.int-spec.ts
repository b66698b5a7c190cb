import { DomainError, newId, type TenantId, type UserId } from '@authengine/kernel';
import { RoleAssignmentService, PlatformUserService } from '@authengine/rbac';
import { openLibrary, openTestDatabase, People, type TestDatabase } from '@authengine/testing';
import type { TestingModule } from '@nestjs/testing';
import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { InvitationService } from '../invitations/invitation.service.js';
import { TenancyModule } from '../tenancy.module.js';
import { DepartureService } from './departure.service.js';

type Place = 'platform' | 'here' | 'there';
/** The roles that somebody holds, by place. */
type Holdings = Readonly<Record<Place, readonly string[] | null>>;

interface RoleFacts {
  readonly level: number;
  readonly place: Place | 'tenants';
  readonly permissions: readonly string[];
}

const ASSIGN = ['tenant.roles.assign', 'tenant.users.manage'];
const ON_PLATFORM = ['platform.roles.assign', 'platform.users.manage', ...ASSIGN];
const ROLES: Readonly<Record<string, RoleFacts>> = {
  SUPER_ADMIN: { level: 100, place: 'platform', permissions: ON_PLATFORM },
  PLATFORM_ADMIN: { level: 80, place: 'platform', permissions: ON_PLATFORM },
  DESK: { level: 40, place: 'platform', permissions: ON_PLATFORM },
  WATCH: { level: 55, place: 'platform', permissions: [] },
  TENANT_OWNER: { level: 60, place: 'tenants', permissions: ASSIGN },
  TENANT_ADMIN: { level: 50, place: 'tenants', permissions: ASSIGN },
  TENANT_MANAGER: { level: 30, place: 'tenants', permissions: ['tenant.users.manage'] },
  TENANT_USER: { level: 10, place: 'tenants', permissions: [] },
  NOTHING: { level: 0, place: 'tenants', permissions: ASSIGN },
  CHIEF: { level: 90, place: 'here', permissions: ASSIGN },
};

const fits = (name: string, place: Place): boolean => ROLES[name]!.place === place || (ROLES[name]!.place === 'tenants' && place !== 'platform');
const held = (who: Holdings, place: Place): readonly string[] => [...(who.platform ?? []), ...(place === 'platform' ? [] : (who[place] ?? []))];
const levelOf = (who: Holdings, place: Place): number => Math.max(0, ...held(who, place).map((name) => ROLES[name]!.level));
const highest = (who: Holdings): number => Math.max(...(['platform', 'here', 'there'] as const).map((place) => levelOf(who, place)));
const holds = (who: Holdings, place: Place, permission: string): boolean => held(who, place).some((name) => ROLES[name]!.permissions.includes(permission));

const rolesAt = (place: Place, least = 0): fc.Arbitrary<readonly string[] | null> =>
  fc.option(fc.subarray(Object.keys(ROLES).filter((name) => fits(name, place)), { minLength: least, maxLength: 2 }), { freq: 3 });
const holdings: fc.Arbitrary<Holdings> = fc.record({ platform: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: rolesAt('platform') }), here: rolesAt('here'), there: rolesAt('there') });
const world = fc.record({
  // Somebody who holds nothing anywhere is refused everything, which is soon seen.
  actor: fc.record({ platform: fc.oneof(fc.constant(null), rolesAt('platform', 1)), here: rolesAt('here', 1), there: rolesAt('there', 1) }),
  target: holdings,
  role: fc.constantFrom(...Object.keys(ROLES)),
  place: fc.constantFrom<Place>('platform', 'here', 'here', 'there'),
  act: fc.constantFrom('assign', 'remove', 'removeMember', 'invite', 'suspend'),
});

describe('RB-01 RB-02 RB-06 the level rule', () => {
  let database: TestDatabase;
  let node: TestingModule;
  let people: People;
  let platform: TenantId;

  beforeAll(async () => {
    database = await openTestDatabase();
    node = await (await openLibrary(database.address, [TenancyModule])).init();
    people = new People(node.get(DataSource));
    platform = await people.platform();
    for (const name of ['DESK', 'WATCH', 'NOTHING']) {
      const { level, place, permissions } = ROLES[name]!;
      await people.role(name, { scope: place === 'platform' ? 'PLATFORM' : 'TENANT', level, permissions });
    }
  });
  afterAll(async () => {
    await node.close();
    await database.close();
  });

  it('decides every act on a role or a person, whoever the actor, the target, the role and the tenant are', async () => {
    const seen = { done: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(world, async ({ actor, target, role, place, act }) => {
        const ids: Record<Place, TenantId> = { platform, here: await people.tenant(), there: await people.tenant() };
        await people.role('CHIEF', { tenantId: ids.here, level: 90, permissions: ASSIGN });
        const join = async (who: Holdings): Promise<UserId> => {
          const id = await people.user();
          for (const at of ['platform', 'here', 'there'] as const) {
            const roles = who[at];
            if (roles !== null && (at !== 'platform' || roles.length > 0)) await people.member(ids[at], id, ...roles);
          }
          return id;
        };
        const [actorId, userId] = [await join(actor), await join(target)];
        const tenantId = ids[place];
        const change = { actorId, userId, tenantId, roleName: role };
        const level = ROLES[role]!.level;
        const above = (role: number, target: number): boolean => role < levelOf(actor, place) && target < levelOf(actor, place);
        const belongs = place === 'platform' || target[place] !== null;
        const mayAssign = holds(actor, place, place === 'platform' ? 'platform.roles.assign' : 'tenant.roles.assign') && belongs && fits(role, place) && above(level, levelOf(target, place));
        const acts: Record<typeof act, [boolean, () => Promise<unknown>]> = {
          assign: [mayAssign, () => node.get(RoleAssignmentService).assign(change)],
          remove: [mayAssign, () => node.get(RoleAssignmentService).remove(change)],
          removeMember: [place !== 'platform' && holds(actor, place, 'tenant.users.manage') && belongs && above(0, levelOf(target, place)), () => node.get(DepartureService).remove(tenantId, userId, actorId)],
          invite: [place !== 'platform' && holds(actor, place, 'tenant.users.manage') && fits(role, place) && above(level, 0), () => node.get(InvitationService).invite({ tenantId, email: `${newId()}@people.test`, roleName: role, actorId })],
          suspend: [
            holds(actor, 'platform', 'platform.users.manage') && highest(target) < levelOf(actor, 'platform'),
            () => node.get(PlatformUserService).setStatus({ actorId, userId }, 'SUSPENDED'),
          ],
        };
        const [may, run] = acts[act];
        const answer = await run().then(
          () => 'done' as const,
          (error: unknown) => {
            if (error instanceof DomainError && error.status >= 400 && error.status < 500) return 'refused' as const;
            throw error;
          },
        );
        seen[answer] += 1;
        expect({ act, answer }).toEqual({ act, answer: may ? 'done' : 'refused' });
      }),
      { numRuns: 300 },
    );
    expect(Math.min(seen.done, seen.refused)).toBeGreaterThan(15);
  });
});
