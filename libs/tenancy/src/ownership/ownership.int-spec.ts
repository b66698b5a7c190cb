import { DomainError, type TenantId, type UserId } from '@authengine/kernel';
import { RoleAssignmentService, PlatformUserService } from '@authengine/rbac';
import { onRealPostgres, openLibrary, openTestDatabase, People, type TestDatabase } from '@authengine/testing';
import type { TestingModule } from '@nestjs/testing';
import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { DepartureService } from '../members/departure.service.js';
import { TenancyModule } from '../tenancy.module.js';
import { TenantService } from '../tenants/tenant.service.js';
import { OwnershipTransferService } from './ownership-transfer.service.js';

/** What somebody tries; numbers name people: two owners, two members, and the platform's admin as the actor of the rest. */
type Act = { readonly kind: 'leave' | 'remove' | 'give' | 'take' | 'put' | 'transfer' | 'delete'; readonly by: number; readonly whom: number };

type Person = Awaited<ReturnType<People['session']>>;

const ROUNDS = onRealPostgres() ? 200 : 12;
const person = fc.nat({ max: 3 });
const act: fc.Arbitrary<Act> = fc.record({ kind: fc.constantFrom('leave', 'remove', 'give', 'take', 'put', 'transfer', 'delete'), by: person, whom: person });

describe('RB-07 the owner of a tenant', () => {
  let database: TestDatabase;
  let node: TestingModule;
  let dataSource: DataSource;
  let people: People;
  let admin: UserId;

  beforeAll(async () => {
    database = await openTestDatabase();
    node = await (await openLibrary(database.address, [TenancyModule])).init();
    dataSource = node.get(DataSource);
    people = new People(dataSource);
    admin = await people.newMember(await people.platform(), 'PLATFORM_ADMIN');
  });
  afterAll(async () => {
    await node.close();
    await database.close();
  });

  const run = async (tenantId: TenantId, who: readonly Person[], { kind, by, whom }: Act): Promise<string> => {
    const [userId, { sub: actorId, sid: sessionId }] = [who[whom]!.sub, who[by]!];
    const role = { actorId: admin, userId, tenantId, roleName: 'TENANT_OWNER' };
    const acts: Record<Act['kind'], () => Promise<unknown>> = {
      leave: () => node.get(DepartureService).leave(tenantId, userId),
      remove: () => node.get(DepartureService).remove(tenantId, userId, admin),
      give: () => node.get(RoleAssignmentService).assign(role),
      take: () => node.get(RoleAssignmentService).remove(role),
      put: () => node.get(TenantService).update(tenantId, { ownerId: userId }, admin),
      transfer: () => node.get(OwnershipTransferService).transfer(tenantId, userId, { kind: 'user', userId: actorId, sessionId, tenantId: null }),
      delete: () => node.get(PlatformUserService).delete({ actorId: admin, userId }),
    };
    return acts[kind]().then(
      () => 'done',
      (error: unknown) => {
        if (error instanceof DomainError && error.status < 500) return error.code;
        throw error;
      },
    );
  };

  it('is an active member who holds TENANT_OWNER after any interleaving of what people try', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 2, maxLength: 6 }), async (tried) => {
        const owner = await people.user();
        const tenantId = await people.tenant(owner);
        const who = [await people.session(owner)];
        for (const role of ['TENANT_OWNER', 'TENANT_ADMIN', 'TENANT_USER']) who.push(await people.session(await people.newMember(tenantId, role)));
        await Promise.all(tried.map((each) => run(tenantId, who, each)));
        const rows = await dataSource.query<unknown[]>(
          `SELECT 1 FROM tenants t
             JOIN memberships m ON m.tenant_id = t.id AND m.user_id = t.owner_id
             JOIN role_assignments a ON a.tenant_id = t.id AND a.user_id = t.owner_id
             JOIN roles r ON r.id = a.role_id AND r.name = 'TENANT_OWNER'
             JOIN users u ON u.id = t.owner_id AND u.status = 'ACTIVE'
            WHERE t.id = $1`,
          [tenantId],
        );
        expect(rows).toHaveLength(1);
      }),
      { numRuns: ROUNDS },
    );
  });

  it('goes to nobody who is being deleted', async () => {
    for (let round = 0; round < ROUNDS / 2; round += 1) {
      const owner = await people.user();
      const tenantId = await people.tenant(owner);
      const who = [await people.session(owner), await people.session(await people.newMember(tenantId, 'TENANT_OWNER'))];
      const [left, deleted] = await Promise.all([
        new Promise((resolve) => setTimeout(resolve, round % 25)).then(() => run(tenantId, who, { kind: 'leave', by: 0, whom: 0 })),
        run(tenantId, who, { kind: 'delete', by: 0, whom: 1 }),
      ]);
      expect(['done tenant.last_owner', 'user.owns_tenant done']).toContain(`${deleted} ${left}`);
    }
  });
});
