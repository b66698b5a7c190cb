import { randomUUID } from 'node:crypto';
import { hashOneTimeSecret, newOneTimeSecret } from '@authengine/crypto';
import type { RoleId, TenantId, UserId } from '@authengine/kernel';
import { openLibrary, openTestDatabase, People, type TestDatabase } from '@authengine/testing';
import type { TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { TenancyModule } from '../tenancy.module.js';
import { Invitations } from './invitations.js';

const MIGRATION = 'InvitationLinks1764000065000';

describe('links of invitations while the service is upgraded', () => {
  let database: TestDatabase;
  let node: TestingModule;
  let dataSource: DataSource;
  let invitations: Invitations;
  let inviter: UserId;
  let tenant: TenantId;
  let role: RoleId;

  beforeAll(async () => {
    database = await openTestDatabase();
    node = await (await openLibrary(database.address, [TenancyModule])).init();
    [dataSource, invitations] = [node.get(DataSource), node.get(Invitations)];
  });
  afterAll(async () => {
    await node.close();
    await database.close();
  });
  beforeEach(async () => {
    const people = new People(dataSource);
    tenant = await people.tenant();
    inviter = await people.user();
    role = (await dataSource.query<{ id: RoleId }[]>("SELECT id FROM roles WHERE name = 'TENANT_USER'"))[0]!.id;
  });

  const newAddress = (): string => `${randomUUID()}@people.test`;
  const hashed = (token: string): Buffer => hashOneTimeSecret('invitation', token);
  /** A node of the version before, with its statements. */
  const older = {
    async create(email = newAddress()): Promise<{ id: string; token: string }> {
      const [id, token] = [randomUUID(), newOneTimeSecret()];
      await dataSource.query(
        `INSERT INTO invitations (id, tenant_id, email, role_id, invited_by, token_hash, status, created_at, sent_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'PENDING', now(), now(), now() + interval '7 days')`,
        [id, tenant, email, role, inviter, hashed(token)],
      );
      return { id, token };
    },
    async renew(id: string): Promise<string> {
      const token = newOneTimeSecret();
      await dataSource.query("UPDATE invitations SET token_hash = $2, sent_at = now(), expires_at = now() + interval '7 days' WHERE id = $1", [id, hashed(token)]);
      return token;
    },
    async revoke(id: string): Promise<void> {
      await dataSource.query("UPDATE invitations SET status = 'REVOKED', ended_at = now() WHERE id = $1", [id]);
    },
    async byToken(token: string): Promise<string | undefined> {
      const rows = await dataSource.query<{ id: string }[]>("SELECT id FROM invitations WHERE token_hash = $1 AND status = 'PENDING' AND expires_at > now()", [hashed(token)]);
      return rows[0]?.id;
    },
  };
  const newer = {
    create: (email = newAddress()) => invitations.create({ tenantId: tenant, email, roleId: role, invitedBy: inviter }),
    byToken: async (token: string): Promise<string | undefined> => (await invitations.byToken(token))?.id,
  };
  const undo = async (): Promise<void> => {
    for (;;) {
      const [last] = await dataSource.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY "timestamp" DESC LIMIT 1');
      await dataSource.undoLastMigration();
      if (last!.name === MIGRATION) return;
    }
  };

  it('mailed by an older node are good at both, and only the newest of an invitation', async () => {
    const { id, token } = await older.create();
    expect([await older.byToken(token), await newer.byToken(token)]).toEqual([id, id]);
    const renewed = await older.renew(id);
    for (const node of [older, newer]) expect([await node.byToken(token), await node.byToken(renewed)]).toEqual([undefined, id]);
    await older.revoke(id);
    for (const node of [older, newer]) expect(await node.byToken(renewed)).toBeUndefined();
  });

  it('mailed by a newer node are good at both, and only the newest of an invitation', async () => {
    const { invitation, token } = await newer.create();
    expect([await older.byToken(token), await newer.byToken(token)]).toEqual([invitation.id, invitation.id]);
    const renewed = (await invitations.renew(invitation, { roleId: role, invitedBy: inviter })).token;
    for (const node of [older, newer]) expect([await node.byToken(token), await node.byToken(renewed)]).toEqual([undefined, invitation.id]);
    await invitations.revoke(invitation.id);
    for (const node of [older, newer]) expect(await node.byToken(renewed)).toBeUndefined();
  });

  it('replaced by a node of the other version are void at both', async () => {
    const { id, token } = await older.create();
    const invitation = (await invitations.byToken(token))!;
    const fromNewer = (await invitations.renew(invitation, { roleId: role, invitedBy: inviter })).token;
    for (const node of [older, newer]) expect([await node.byToken(token), await node.byToken(fromNewer)]).toEqual([undefined, id]);
    const fromOlder = await older.renew(id);
    for (const node of [older, newer]) expect([await node.byToken(fromNewer), await node.byToken(fromOlder)]).toEqual([undefined, id]);
    expect(await invitations.claim(fromNewer, inviter)).toBe(false);
    expect(await invitations.claim(fromOlder, inviter)).toBe(true);
    for (const node of [older, newer]) expect(await node.byToken(fromOlder)).toBeUndefined();
  });

  it('that were open before the upgrade are good after it, and after a way back', async () => {
    const fresh = await newer.create();
    await undo();
    const { id, token } = await older.create();
    const ended = await older.create();
    await older.revoke(ended.id);
    await dataSource.runMigrations();
    expect([await newer.byToken(token), await newer.byToken(fresh.token), await newer.byToken(ended.token)]).toEqual([id, fresh.invitation.id, undefined]);
    await undo();
    expect([await older.byToken(token), await older.byToken(fresh.token)]).toEqual([id, fresh.invitation.id]);
    expect(await dataSource.query("SELECT 1 FROM one_time_tokens WHERE purpose = 'invitation'")).toEqual([]);
    await dataSource.runMigrations();
  });

  it('whose token is pruned leave their invitation, which can be sent again', async () => {
    const { invitation, token } = await newer.create();
    await dataSource.query('DELETE FROM one_time_tokens WHERE id = $1', [invitation.tokenId]);
    expect(await newer.byToken(token)).toBeUndefined();
    const pending = (await invitations.read(tenant, invitation.id))!;
    expect([pending.status, pending.tokenId]).toEqual(['PENDING', null]);
    const renewed = (await invitations.renew(pending, { roleId: role, invitedBy: inviter })).token;
    expect(await newer.byToken(renewed)).toBe(invitation.id);
  });
});
