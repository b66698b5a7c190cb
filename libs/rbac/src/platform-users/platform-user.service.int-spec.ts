import { AccessTokens } from '@authengine/crypto';
import { Users } from '@authengine/directory';
import { SignIn } from '@authengine/identity';
import { newId, type DomainError, type TenantId, type UserId } from '@authengine/kernel';
import { LiveSessions, Sessions } from '@authengine/sessions';
import { openLibrary, openTestDatabase, People, RecordingAuditTrail, type TestDatabase } from '@authengine/testing';
import type { TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { RbacModule } from '../rbac.module.js';
import { UserListQuery } from './dto/user-list.query.js';
import { PlatformUserService } from './platform-user.service.js';
import { UserList } from './user-list.js';

describe('PlatformUsers', () => {
  let database: TestDatabase;
  let node: TestingModule;
  let service: PlatformUserService;
  let people: People;
  let trail: RecordingAuditTrail;
  let platform: TenantId;
  let root: UserId;
  let admin: UserId;

  beforeAll(async () => {
    database = await openTestDatabase();
    trail = new RecordingAuditTrail();
    node = await (await openLibrary(database.address, [RbacModule], { trail })).init();
    service = node.get(PlatformUserService);
    people = new People(node.get(DataSource));
    platform = await people.platform();
    root = await people.newMember(platform, 'SUPER_ADMIN');
    await people.role('HELPDESK', { scope: 'PLATFORM', level: 40, permissions: ['platform.users.manage'] });
    admin = await people.newMember(platform, 'PLATFORM_ADMIN');
  });
  afterAll(async () => {
    await node.close();
    await database.close();
  });
  beforeEach(() => {
    trail.events.length = 0;
  });

  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => node.get(DataSource).query(text, values);
  const statusOf = async (id: UserId): Promise<string | undefined> => (await sql<{ status: string }>('SELECT status FROM users WHERE id = $1', [id]))[0]?.status;
  const live = (claims: { sub: string; sid: string }): Promise<unknown> => node.get(LiveSessions, { strict: false }).find(claims);
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error: DomainError) => error.code ?? String(error),
    );
  const acts = (actorId: UserId, userId: UserId): Promise<unknown>[] => [
    service.setStatus({ actorId, userId }, 'SUSPENDED'),
    service.delete({ actorId, userId }),
    service.endSessions({ actorId, userId }),
    service.requirePasswordReset({ actorId, userId }),
  ];

  it('SE-12 a suspension ends every session before it is answered, and reactivating revives none', async () => {
    for (const status of ['SUSPENDED', 'INACTIVE'] as const) {
      const user = await people.user();
      const claims = [await people.session(user), await people.session(user)];
      expect(await live(claims[0]!)).not.toBeNull();
      expect((await service.setStatus({ actorId: admin, userId: user }, status)).status).toBe(status);
      for (const claim of claims) expect(await live(claim)).toBeNull();
      expect((await service.setStatus({ actorId: admin, userId: user }, 'ACTIVE')).status).toBe('ACTIVE');
      for (const claim of claims) expect(await live(claim)).toBeNull();
      expect(trail.events.slice(-2)).toMatchObject([
        { name: 'user.status.changed', details: { actorId: admin, targetUserId: user, metadata: { old_status: 'ACTIVE', new_status: status, sessions_ended: 2 } } },
        { name: 'user.status.changed', details: { metadata: { old_status: status, new_status: 'ACTIVE', sessions_ended: 0 } } },
      ]);
    }
  });

  it('IF-10 the end of all sessions is the end of one too that has just expired here, as on a node whose clock is late it lives', async () => {
    const user = await people.user();
    const claims = await people.session(user);
    await sql("UPDATE sessions SET idle_expires_at = now() - interval '30 seconds' WHERE id = $1", [claims.sid]);
    await service.endSessions({ actorId: admin, userId: user });
    // What a clock that is a minute late makes of it.
    await sql("UPDATE sessions SET idle_expires_at = now() + interval '30 seconds' WHERE id = $1", [claims.sid]);
    expect(await live(claims)).toBeNull();
  });

  it('EV-07 an account whose address was never proven is not made active', async () => {
    const user = await people.user('SUSPENDED');
    await sql('UPDATE users SET email_verified_at = NULL WHERE id = $1', [user]);
    expect((await service.setStatus({ actorId: admin, userId: user }, 'ACTIVE')).status).toBe('PENDING_VERIFICATION');
  });

  it('RB-02 acts on nobody of the actor’s own level or above, in whatever tenant that level is held, nor on the actor', async () => {
    const helpdesk = await people.newMember(platform, 'HELPDESK');
    const tenantAdmin = await people.newMember(await people.tenant(), 'TENANT_ADMIN');
    const suspendedOwner = await people.user();
    await sql("UPDATE tenants SET status = 'SUSPENDED' WHERE id = $1", [await people.tenant(suspendedOwner)]);
    for (const [actor, target] of [[admin, root], [admin, admin], [admin, await people.newMember(platform, 'PLATFORM_ADMIN')], [helpdesk, tenantAdmin], [helpdesk, suspendedOwner], [root, root]] as const) {
      for (const act of acts(actor, target)) expect(await codeOf(act)).toBe('role.level_insufficient');
      expect(await statusOf(target)).toBe('ACTIVE');
    }
    for (const act of acts(await people.newMember(platform), await people.user())) expect(await codeOf(act)).toBe('auth.forbidden');
    for (const act of acts(admin, newId<UserId>())) expect(await codeOf(act)).toBe('request.not_found');
    expect(await codeOf(service.setStatus({ actorId: helpdesk, userId: await people.newMember(await people.tenant(), 'TENANT_MANAGER') }, 'SUSPENDED'))).toBe('done');
    expect(trail.events).toHaveLength(1);
  });

  it('RC-06 a suspension that races logins leaves no live session', async () => {
    const signIn = node.get(SignIn, { strict: false });
    for (let round = 0; round < 5; round += 1) {
      const user = await people.user();
      const logins = Array.from({ length: 4 }, () => signIn.begin({ userId: user, strategy: 'email_password', complete: true }));
      await Promise.all([...logins, service.setStatus({ actorId: admin, userId: user }, 'SUSPENDED')]);
      expect(await node.get(Sessions, { strict: false }).liveOf(user)).toEqual([]);
      for (const outcome of await Promise.all(logins)) {
        if (outcome.kind === 'session') expect(await live({ sub: user, sid: outcome.session.id })).toBeNull();
      }
    }
  });

  it('GD-01 a deletion leaves nothing of the user, once; what they did for others stays', async () => {
    const here = await people.tenant();
    const user = await people.newMember(here, 'TENANT_ADMIN');
    const other = await people.newMember(here);
    await sql("INSERT INTO role_assignments (id, user_id, tenant_id, role_id, assigned_by) SELECT $1, $2, $3, id, $4 FROM roles WHERE name = 'TENANT_USER'", [newId(), other, here, user]);
    await sql("INSERT INTO service_keys (id, service_name, key_prefix, key_hash, created_by, created_at) VALUES ($1, 'billing', 'ae_sk_1', $2, $3, now())", [newId(), Buffer.from(user), user]);
    await sql("INSERT INTO one_time_tokens (id, purpose, token_hash, user_id, created_at, expires_at) VALUES ($1, 'spec', $2, $3, now(), now())", [newId(), Buffer.from(user), user]);
    const claims = await people.session(user);
    expect(await live(claims)).not.toBeNull();
    const results = await Promise.all(Array.from({ length: 5 }, () => codeOf(service.delete({ actorId: admin, userId: user }))));
    expect(results.sort()).toEqual(['done', ...Array.from({ length: 4 }, () => 'request.not_found')]);
    expect(await live(claims)).toBeNull();
    expect(trail.events).toMatchObject([{ name: 'user.deleted', details: { targetUserId: user, resourceId: user, metadata: { sessions_ended: 1 } } }]);
    expect(await sql('SELECT created_by FROM service_keys WHERE service_name = $1', ['billing'])).toEqual([{ created_by: null }]);
    expect(await sql('SELECT assigned_by FROM role_assignments WHERE user_id = $1', [other])).toEqual([{ assigned_by: null }]);
    const columns = await sql<{ table_name: string; column_name: string }>(
      "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' AND data_type = 'uuid' AND table_name NOT LIKE 'audit%'",
    );
    for (const { table_name, column_name } of columns) {
      expect([table_name, column_name, await sql(`SELECT 1 FROM ${table_name} WHERE ${column_name} = $1`, [user])]).toEqual([table_name, column_name, []]);
    }
  });

  it('defect 32: the owner of a tenant is not deleted, also when the tenant is given to them at the same time', async () => {
    const owner = await people.user();
    await people.tenant(owner);
    expect(await codeOf(service.delete({ actorId: admin, userId: owner }))).toBe('user.owns_tenant');
    const heir = await people.user();
    const here = await people.tenant();
    const [deleted] = await Promise.all([codeOf(service.delete({ actorId: admin, userId: heir })), sql('UPDATE tenants SET owner_id = $2 WHERE id = $1', [here, heir]).catch(() => [])]);
    expect(await statusOf(heir)).toBe(deleted === 'done' ? undefined : 'ACTIVE');
    expect(['done', 'user.owns_tenant']).toContain(deleted);
    expect(await codeOf(node.get(Users, { strict: false }).remove(owner))).toBe('user.owns_tenant');
  });

  it('GD-03 the same address registers anew and inherits nothing', async () => {
    const user = await people.newMember(platform, 'HELPDESK');
    const claims = await people.session(user);
    const { token } = node.get(AccessTokens, { strict: false }).sign(claims);
    expect(token).toBeTruthy();
    await service.delete({ actorId: admin, userId: user });
    const again = await node.get(Users, { strict: false }).create({ email: `${user}@people.test`, status: 'ACTIVE', createdAt: new Date() });
    expect(again?.id).not.toBe(user);
    expect(await sql('SELECT 1 FROM role_assignments WHERE user_id = $1', [again!.id])).toEqual([]);
    expect(await live(claims)).toBeNull();
  });

  it('EV-10 a required reset voids the password and mails the user alone', async () => {
    const user = await people.user();
    await sql("INSERT INTO password_credentials (user_id, hash) VALUES ($1, 'x')", [user]);
    const claims = await people.session(user);
    await service.requirePasswordReset({ actorId: admin, userId: user });
    expect(await sql('SELECT 1 FROM password_credentials WHERE user_id = $1', [user])).toEqual([]);
    expect(await live(claims)).toBeNull();
    expect(await sql("SELECT purpose FROM one_time_tokens WHERE user_id = $1", [user])).toEqual([{ purpose: 'password-reset' }]);
    expect(JSON.stringify(trail.events)).not.toContain('token');
    await sql('UPDATE users SET email = NULL WHERE id = $1', [user]);
    expect(await codeOf(service.requirePasswordReset({ actorId: admin, userId: user }))).toBe('user.no_address');
  });

  describe('the list', () => {
    const page = (query: Partial<UserListQuery>) => node.get(UserList).page(Object.assign(new UserListQuery(), query));

    it('finds by part of address, name, username or by id, in any case, taking wildcards for what they are', async () => {
      const [ada, other] = [await people.user(), await people.user()];
      await sql("UPDATE users SET first_name = 'Adá', last_name = '100%_Lovelace', username = 'countess' WHERE id = $1", [ada]);
      for (const q of ['adá 100', '%_LOVE', 'OUNTES', ada, `${ada.toUpperCase()}@`]) expect((await page({ q })).items.map(({ id }) => id)).toEqual([ada]);
      for (const q of ['%countess%', '___', "' OR 1=1 --", '\\']) expect((await page({ q })).items).toEqual([]);
      expect((await page({ q: other })).total).toBe(1);
    });

    it('filters by status, role and tenant, page by page, each once, with the total', async () => {
      const here = await people.tenant();
      const members = [await people.newMember(here, 'TENANT_USER'), await people.newMember(here, 'TENANT_USER'), await people.newMember(here, 'TENANT_MANAGER')];
      expect((await page({ tenant_id: here, role: 'TENANT_USER' })).total).toBe(2);
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const found = await page({ tenant_id: here, limit: 1, ...(cursor ? { cursor } : {}) });
        seen.push(...found.items.map(({ id }) => id));
        expect(found.total).toBe(4);
        cursor = found.next;
      } while (cursor !== undefined);
      expect(new Set(seen).size).toBe(4);
      expect(seen).toEqual(expect.arrayContaining(members));
      expect((await page({ status: 'INACTIVE' })).items.every(({ status }) => status === 'INACTIVE')).toBe(true);
    });
  });
});
