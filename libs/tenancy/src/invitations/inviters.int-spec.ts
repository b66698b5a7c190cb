import { randomUUID } from 'node:crypto';
import { DomainError, type TenantId, type UserId } from '@authengine/kernel';
import { openLibrary, openTestDatabase, People, type TestDatabase } from '@authengine/testing';
import type { TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { TenancyModule } from '../tenancy.module.js';
import { AcceptanceService } from './acceptance.service.js';
import { InvitationService } from './invitation.service.js';
import { Invitations } from './invitations.js';

interface Sender {
  readonly id: UserId;
  readonly tenant: TenantId;
}

const GIVEN = 'GIVEN';
/** TENANT_MANAGER's. */
const GIVEN_LEVEL = 30;

describe('whoever gives a role by an invitation', () => {
  let database: TestDatabase;
  let node: TestingModule;
  let dataSource: DataSource;
  let people: People;

  beforeAll(async () => {
    database = await openTestDatabase();
    node = await (await openLibrary(database.address, [TenancyModule])).init();
    dataSource = node.get(DataSource);
    people = new People(dataSource);
  });
  afterAll(async () => {
    await node.close();
    await database.close();
  });

  const newAddress = (): string => `${randomUUID()}@people.test`;
  const allowed = (act: Promise<unknown>): Promise<boolean> =>
    act.then(
      () => true,
      (error: unknown) => {
        if (error instanceof DomainError && error.status < 500) return false;
        throw error;
      },
    );
  const rank = (id: UserId, name: string) => dataSource.query('UPDATE role_assignments SET role_id = (SELECT id FROM roles WHERE name = $2 AND tenant_id IS NULL) WHERE user_id = $1', [id, name]);

  const changes: [string, boolean, (sender: Sender) => Promise<unknown>][] = [
    ['who stays as they were', true, () => Promise.resolve()],
    ['who rises', true, ({ id }) => rank(id, 'TENANT_OWNER')],
    ['who falls to the level of the role', false, ({ id }) => rank(id, 'TENANT_MANAGER')],
    ['who falls below it', false, ({ id }) => rank(id, 'TENANT_USER')],
    ['whose role is taken', false, ({ id }) => dataSource.query('DELETE FROM role_assignments WHERE user_id = $1', [id])],
    ['who is a member no longer', false, ({ id }) => dataSource.query('DELETE FROM memberships WHERE user_id = $1', [id])],
    ['who is suspended', false, ({ id }) => dataSource.query("UPDATE users SET status = 'SUSPENDED' WHERE id = $1", [id])],
    ['who holds a higher role that manages nobody', false, async ({ id, tenant }) => [await people.role(`HIGH ${tenant}`, { level: 55 }), await rank(id, `HIGH ${tenant}`)]],
    ['above whom the role has risen', false, ({ tenant }) => dataSource.query("UPDATE roles SET level = 50 WHERE name = $2 AND tenant_id = $1", [tenant, GIVEN])],
  ];

  it.each(changes)('TN-06 RB-01 %s may send it: %s, and what they had sent is accepted or not alike', async (_, may, change) => {
    const tenant = await people.tenant();
    const sender: Sender = { id: await people.newMember(tenant, 'TENANT_ADMIN'), tenant };
    const roleId = await people.role(GIVEN, { level: GIVEN_LEVEL, tenantId: tenant });
    const { token } = await node.get(Invitations).create({ tenantId: tenant, email: newAddress(), roleId, invitedBy: sender.id });
    await change(sender);
    const sends = allowed(node.get(InvitationService).invite({ tenantId: tenant, email: newAddress(), roleName: GIVEN, actorId: sender.id }));
    expect(await sends).toBe(may);
    const accepts = allowed(node.get(AcceptanceService).acceptAnew(token, { password: 'a long and private sentence', firstName: null, lastName: null }));
    expect(await accepts).toBe(may);
  });
});
