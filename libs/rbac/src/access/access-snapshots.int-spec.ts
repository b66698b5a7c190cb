import { tenantTombstone, LiveTenants, Tenants, Users } from '@authengine/directory';
import { newId, type SessionId, type TenantId, type UserId } from '@authengine/kernel';
import { VersionedCache, Transactions } from '@authengine/persistence';
import { LiveSessions } from '@authengine/sessions';
import { onRealPostgres, openLibrary, openTestDatabase, People, type TestDatabase } from '@authengine/testing';
import type { TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { RbacModule } from '../rbac.module.js';
import { permissionsIn } from './access-decision.js';
import { AccessReader } from './access-reader.js';
import type { AccessSnapshot } from './access-snapshot.js';
import { AccessSnapshots } from './access-snapshots.js';

// On the embedded Postgres versions come from the cache, on a server without Redis from Postgres itself.
describe('AccessSnapshots', () => {
  let database: TestDatabase;
  let node: TestingModule;
  let snapshots: AccessSnapshots;
  let transactions: Transactions;
  let users: Users;
  let tenants: Tenants;
  let people: People;
  let reads: jest.SpyInstance;

  beforeAll(async () => {
    database = await openTestDatabase();
    node = await (await openLibrary(database.address, [RbacModule])).init();
    snapshots = node.get(AccessSnapshots);
    transactions = node.get(Transactions, { strict: false });
    users = node.get(Users, { strict: false });
    tenants = node.get(Tenants, { strict: false });
    people = new People(node.get(DataSource));
  });
  afterAll(async () => {
    await node.close();
    await database.close();
  });
  beforeEach(() => {
    reads = jest.spyOn(node.get(AccessReader), 'read');
  });
  afterEach(() => {
    reads.mockRestore();
  });

  const query = (sql: string, values: unknown[] = []): Promise<unknown> => transactions.manager.query(sql, values);
  /** A process that keeps nothing yet. */
  const another = (): AccessSnapshots =>
    new AccessSnapshots(node.get(LiveSessions, { strict: false }), node.get(LiveTenants, { strict: false }), node.get(AccessReader), transactions);
  const access = async (claims: { sub: string; sid: string }): Promise<AccessSnapshot> => {
    const found = await snapshots.find(claims);
    if (!found) throw new Error('nobody');
    return found.access;
  };

  it('tells who the user is and what they may do, of one moment', async () => {
    const tenant = await people.tenant();
    const user = await people.newMember(tenant, 'TENANT_MANAGER');
    const claims = await people.session(user);
    const found = await snapshots.find(claims);
    expect(found?.session).toMatchObject({ userId: user, sessionId: claims.sid, authStrategy: 'email_password', userVersion: 1 });
    expect(found?.access).toEqual({
      userId: user,
      userVersion: 1,
      userStatus: 'ACTIVE',
      identity: { email: `${user}@people.test`, firstName: null, lastName: null, avatarUrl: null, isEmailVerified: true, username: null },
      platformPermissions: [],
      platformLevel: 0,
      sharedRoles: { tenantId: await people.platform(), version: 1 },
      tenants: new Map([
        [tenant, { version: 1, status: 'ACTIVE', level: 30, permissions: ['tenant.roles.view', 'tenant.users.manage', 'tenant.users.view', 'tenant.view'] }],
      ]),
    });
  });

  it('gives a permission once, and the highest level, to who holds it by two roles', async () => {
    const tenant = await people.tenant();
    const claims = await people.session(await people.newMember(tenant, 'TENANT_MANAGER', 'TENANT_USER'));
    const here = (await access(claims)).tenants.get(tenant);
    expect(here?.permissions.filter((name) => name === 'tenant.view')).toEqual(['tenant.view']);
    expect(here?.level).toBe(30);
  });

  it('counts a platform role everywhere, and tells the platform’s tenant as one of the user’s', async () => {
    const platform = await people.platform();
    const claims = await people.session(await people.newMember(platform, 'PLATFORM_ADMIN'));
    const found = await access(claims);
    expect(found.platformLevel).toBe(80);
    expect(found.platformPermissions).toContain('platform.users.view');
    expect(found.platformPermissions).toContain('tenant.delete');
    expect(found.tenants.get(platform)).toMatchObject({ permissions: [], level: 0 });
  });

  it('lets no row make more of a tenant’s role than it is: not in another tenant, not on the platform', async () => {
    const [tenant, other] = [await people.tenant(), await people.tenant()];
    await people.role('FOREIGN', { level: 90, tenantId: other, permissions: ['tenant.delete'] });
    await people.role('GREEDY', { level: 20, tenantId: tenant, permissions: ['platform.users.manage', 'tenant.view'] });
    const user = await people.newMember(tenant, 'PLATFORM_ADMIN', 'GREEDY');
    // The database refuses such a row by itself; here for once it does not, to see that reading does not rest on that.
    await query('ALTER TABLE role_assignments DROP CONSTRAINT role_assignments_role_of_tenant_check');
    await query('INSERT INTO role_assignments (id, user_id, tenant_id, role_id) SELECT $1, $2, $3, id FROM roles WHERE name = $4', [newId(), user, tenant, 'FOREIGN']);
    await people.member(await people.platform(), user, 'TENANT_OWNER');
    const found = await access(await people.session(user));
    expect(found.platformPermissions).toEqual([]);
    expect(found.platformLevel).toBe(0);
    expect(found.tenants.get(tenant)).toMatchObject({ permissions: ['tenant.view'], level: 20 });
  });

  it('reads Postgres for a user once, until something changes', async () => {
    const claims = await people.session(await people.newMember(await people.tenant(), 'TENANT_USER'));
    for (let i = 0; i < 5; i += 1) await access(claims);
    expect(reads).toHaveBeenCalledTimes(1);
  });

  it('is nobody for an ended session, an unknown one, another user’s and a user who is not active', async () => {
    const user = await people.user();
    const claims = await people.session(user);
    expect(await snapshots.find({ ...claims, sub: await people.user() })).toBeNull();
    expect(await snapshots.find({ sub: user, sid: newId() })).toBeNull();
    await access(claims);
    await transactions.run(async () => {
      await query("UPDATE users SET status = 'SUSPENDED' WHERE id = $1", [user]);
      await users.changed([user], 'revokes');
    });
    expect(await snapshots.find(claims)).toBeNull();
  });

  it('TN-07 shows a change of the user’s roles or memberships to the next request', async () => {
    const tenant = await people.tenant();
    const user = await people.newMember(tenant, 'TENANT_ADMIN');
    const claims = await people.session(user);
    expect((await access(claims)).tenants.get(tenant)?.permissions).toContain('tenant.update');
    await transactions.run(async () => {
      await query('DELETE FROM memberships WHERE user_id = $1', [user]);
      await users.changed([user], 'revokes');
    });
    expect((await access(claims)).tenants.size).toBe(0);
  });

  it('TN-05 shows a tenant’s suspension, its end, and a change of its roles to the next request of every member', async () => {
    const tenant = await people.tenant();
    const role = await people.role('HELPER', { tenantId: tenant, permissions: ['tenant.view'] });
    const claims = await people.session(await people.newMember(tenant, 'HELPER'));
    const here = async (): Promise<readonly string[]> => permissionsIn(await access(claims), { tenantId: tenant });
    const change = (sql: string, values: unknown[]): Promise<void> =>
      transactions.run(async () => {
        await query(sql, values);
        await tenants.changed([tenant], 'revokes');
      });
    expect(await here()).toEqual(['tenant.view']);
    await change('DELETE FROM role_permissions WHERE role_id = $1', [role]);
    expect(await here()).toEqual([]);
    await change("INSERT INTO role_permissions VALUES ($1, 'tenant.update')", [role]);
    expect(await here()).toEqual(['tenant.update']);
    await change("UPDATE tenants SET status = 'SUSPENDED' WHERE id = $1", [tenant]);
    expect(await here()).toEqual([]);
    await change("UPDATE tenants SET status = 'ACTIVE' WHERE id = $1", [tenant]);
    expect(await here()).toEqual(['tenant.update']);
  });

  it('forgets a deleted tenant at once', async () => {
    const tenant = await people.tenant();
    const claims = await people.session(await people.newMember(tenant, 'TENANT_USER'));
    expect((await access(claims)).tenants.has(tenant)).toBe(true);
    await transactions.run(async () => {
      await query('DELETE FROM tenants WHERE id = $1', [tenant]);
      await node.get(VersionedCache, { strict: false }).change([tenantTombstone(tenant)], 'revokes');
    });
    expect((await access(claims)).tenants.has(tenant)).toBe(false);
  });

  it('is right, and does not read again and again, while Postgres is ahead of the cache', async () => {
    const tenant = await people.tenant();
    const user = await people.newMember(tenant, 'TENANT_ADMIN');
    const claims = await people.session(user);
    await access(claims);
    await transactions.run(() => users.changed([user], 'revokes'));
    // A change whose cache entries are still to be written, as seen by a process that keeps nothing of this user yet.
    const fresh = another();
    await query('DELETE FROM role_assignments WHERE user_id = $1', [user]);
    await query('UPDATE users SET version = version + 1 WHERE id = $1', [user]);
    reads.mockClear();
    for (let i = 0; i < 3; i += 1) expect((await fresh.find(claims))?.access.tenants.get(tenant)?.permissions).toEqual([]);
    expect(reads).toHaveBeenCalledTimes(1);
  });

  it('is nobody when Postgres already says suspended and the cache does not yet', async () => {
    const user = await people.user();
    const claims = await people.session(user);
    await snapshots.find(claims);
    const fresh = another();
    await query("UPDATE users SET status = 'SUSPENDED', version = version + 1 WHERE id = $1", [user]);
    expect(await fresh.find(claims)).toBeNull();
  });

  it('never answers from before a change that has been acknowledged, under a storm of readers', async () => {
    const tenant = await people.tenant();
    const role = await people.role('STORMY', { tenantId: tenant });
    const claims = await people.session(await people.newMember(tenant, 'STORMY'));
    let running = true;
    const storm = Array.from({ length: 8 }, async () => {
      while (running) {
        await snapshots.find(claims);
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    for (let i = 0; i < 25; i += 1) {
      const grant = i % 2 === 0;
      await transactions.run(async () => {
        await query(grant ? "INSERT INTO role_permissions VALUES ($1, 'tenant.view')" : 'DELETE FROM role_permissions WHERE role_id = $1', [role]);
        await tenants.changed([tenant], 'revokes');
      });
      const seen = await Promise.all(Array.from({ length: 4 }, async () => (await access(claims)).tenants.get(tenant)?.permissions.length));
      expect(seen).toEqual(Array(4).fill(grant ? 1 : 0));
    }
    running = false;
    await Promise.all(storm);
  });

  describe('kept', () => {
    const MANY = 30;
    const FEW = 3;
    const inCache = !onRealPostgres() || process.env['TEST_REDIS_URL'] !== undefined ? it : it.skip;
    let cache: VersionedCache;
    let read: jest.SpyInstance<Promise<unknown>, [readonly string[]]>;
    let tenantIds: TenantId[];
    let user: UserId;
    let claims: { sub: UserId; sid: SessionId };

    beforeEach(() => {
      cache = node.get(VersionedCache, { strict: false });
      read = jest.spyOn(cache, 'read');
    });
    const newUserOf = async (tenants: number): Promise<void> => {
      user = await people.user();
      claims = await people.session(user);
      tenantIds = [];
      for (let i = 0; i < tenants; i += 1) {
        const id = await people.tenant();
        tenantIds.push(id);
        await people.member(id, user, 'TENANT_USER');
      }
    };
    afterEach(() => {
      read.mockRestore();
    });

    /** As introspection asks: the cache's entries first. */
    const ask = async (): Promise<AccessSnapshot> => {
      const glance = snapshots.glance(claims);
      const entries = glance && (await cache.read(glance.keys));
      const judged = entries && glance?.judge(entries, 0);
      const found = judged === undefined ? await snapshots.find(claims) : judged;
      if (!found) throw new Error('nobody');
      return found.access;
    };
    const keysOf = async (question: () => Promise<unknown>): Promise<string[]> => {
      read.mockClear();
      await question();
      return read.mock.calls.flatMap(([keys]) => keys);
    };
    /** Until a question costs what it costs from now on. */
    const settle = async (): Promise<void> => {
      for (let i = 0; i < 3; i += 1) await ask();
      reads.mockClear();
      const keys = await keysOf(ask);
      expect(keys).toHaveLength(new Set(keys).size);
      expect(reads).not.toHaveBeenCalled();
    };

    inCache.each([['few', FEW], ['many', MANY]])('for a user of %s tenants: reads the entries of its session, its user and its tenants, or one stamp for many', async (_, number) => {
      await newUserOf(number);
      await settle();
      const ofTenants = number === FEW ? [...tenantIds, await people.platform()].map((id) => `t:${id}`).sort() : ['t'];
      const expected = [`s:${claims.sid}`, `u:${user}`, ...ofTenants];
      expect((await keysOf(ask)).sort()).toEqual([...expected].sort());
      expect((await keysOf(() => snapshots.find(claims))).sort()).toEqual(expected.sort());
    });

    const taken: [string, (b: TenantId) => Promise<void>][] = [
      ['a role there is taken', (b) => changed('DELETE FROM role_assignments WHERE user_id = $1 AND tenant_id = $2', [user, b], () => users.changed([user], 'revokes'))],
      ['the membership there ends', (b) => changed('DELETE FROM memberships WHERE user_id = $1 AND tenant_id = $2', [user, b], () => users.changed([user], 'revokes'))],
      ['it is suspended', (b) => changed("UPDATE tenants SET status = 'SUSPENDED' WHERE id = $1", [b], () => tenants.changed([b], 'revokes'))],
      ['it asks for a second factor', (b) => changed('UPDATE tenants SET require_mfa = true WHERE id = $1', [b], () => tenants.changed([b], 'revokes'))],
      ['it is deleted', (b) => changed('DELETE FROM tenants WHERE id = $1', [b], () => cache.change([tenantTombstone(b)], 'revokes'))],
      [
        'a role that tenants share loses its permission',
        async (b) => {
          const platform = await people.platform();
          await changed('UPDATE role_assignments SET role_id = $1 WHERE user_id = $2 AND tenant_id = $3', [await sharedRole(), user, b], () => tenants.changed([platform], 'revokes'));
        },
      ],
    ];
    const sharedRole = (): Promise<string> => people.role(`EMPTY_${newId()}`);
    const changed = (sql: string, values: unknown[], tell: () => Promise<void>): Promise<void> =>
      transactions.run(async () => {
        await query(sql, values);
        await tell();
      });

    inCache.each([FEW, MANY].flatMap((number) => taken.map(([what, change]) => [number, what, change] as const)))('for a user of %i tenants: knows at the next question that %s', async (number, _, change) => {
      await newUserOf(number);
      const [a, b] = [tenantIds[0]!, tenantIds[number - 1]!];
      await settle();
      expect(permissionsIn(await ask(), { tenantId: b })).toEqual(['tenant.view']);
      await change(b);
      const access = await ask();
      expect(permissionsIn(access, { tenantId: b })).toEqual([]);
      expect(permissionsIn(access, { tenantId: a })).toEqual(['tenant.view']);
      await settle();
    });

    inCache.each([FEW, MANY])('for a user of %i tenants: knows that a platform role was taken, in every tenant', async (number) => {
      await newUserOf(number);
      const platform = await people.platform();
      await people.member(platform, user, 'PLATFORM_ADMIN');
      await settle();
      expect(permissionsIn(await ask(), { tenantId: tenantIds[2]! })).toContain('tenant.delete');
      await changed('DELETE FROM role_assignments WHERE user_id = $1 AND tenant_id = $2', [user, platform], () => users.changed([user], 'revokes'));
      expect(permissionsIn(await ask(), { tenantId: tenantIds[2]! })).toEqual(['tenant.view']);
    });

    it.each([FEW, MANY])('for a user of %i tenants: is right about one tenant after questions about another, when the change came while the snapshot was read', async (number) => {
      await newUserOf(number);
      const [a, b] = [tenantIds[0]!, tenantIds[1]!];
      const original = AccessReader.prototype.read.bind(node.get(AccessReader));
      reads.mockImplementationOnce(async (id: UserId) => {
        const before = await original(id);
        await changed("UPDATE tenants SET status = 'SUSPENDED' WHERE id = $1", [b], () => tenants.changed([b], 'revokes'));
        return before;
      });
      await ask();
      for (let i = 0; i < 3; i += 1) {
        const access = await ask();
        expect(permissionsIn(access, { tenantId: a })).toEqual(['tenant.view']);
        expect(permissionsIn(access, { tenantId: b })).toEqual([]);
      }
    });

    inCache('for a user of few tenants: costs no more when a tenant changes that is none of theirs', async () => {
      await newUserOf(FEW);
      await settle();
      const other = await people.tenant();
      await changed("UPDATE tenants SET status = 'SUSPENDED' WHERE id = $1", [other], () => tenants.changed([other], 'revokes'));
      const glance = snapshots.glance(claims)!;
      expect(glance.judge((await cache.read(glance.keys))!, 0)).toBeDefined();
    });

    it('for a user of many tenants: stays as it is, without Postgres, when a tenant changes that is none of its own', async () => {
      await newUserOf(MANY);
      await ask();
      await ask();
      const other = await people.tenant();
      await changed("UPDATE tenants SET status = 'SUSPENDED' WHERE id = $1", [other], () => tenants.changed([other], 'revokes'));
      reads.mockClear();
      await ask();
      expect(reads).not.toHaveBeenCalled();
    });
  });

  it('sees a transaction’s own changes inside it, whatever was kept or copied before', async () => {
    const tenant = await people.tenant();
    const user = await people.newMember(tenant, 'TENANT_USER');
    const claims = await people.session(user);
    await access(claims);
    const rolledBack = transactions.run(async () => {
      await query('DELETE FROM role_assignments WHERE user_id = $1', [user]);
      await users.changed([user], 'revokes');
      expect((await access(claims)).tenants.get(tenant)?.permissions).toEqual([]);
      await query("UPDATE tenants SET status = 'SUSPENDED', version = version + 1 WHERE id = $1", [tenant]);
      expect((await access(claims)).tenants.get(tenant)?.status).toBe('SUSPENDED');
      await query('UPDATE sessions SET ended_at = now() WHERE id = $1', [claims.sid]);
      expect(await snapshots.find(claims)).toBeNull();
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    expect((await access(claims)).tenants.get(tenant)).toMatchObject({ status: 'ACTIVE', permissions: ['tenant.view'] });
  });

  it('sees a transaction’s own changes inside it, waits for nobody there, and keeps none of them', async () => {
    const tenant = await people.tenant();
    const user = await people.newMember(tenant, 'TENANT_USER');
    const claims = await people.session(user);
    const rolledBack = transactions.run(async () => {
      await query('DELETE FROM role_assignments WHERE user_id = $1', [user]);
      await query('UPDATE users SET version = version + 1 WHERE id = $1', [user]);
      expect((await access(claims)).tenants.get(tenant)?.permissions).toEqual([]);
      throw new Error('no');
    });
    const outside = Promise.all(Array.from({ length: 5 }, () => access(claims)));
    await expect(rolledBack).rejects.toThrow('no');
    for (const seen of [...(await outside), await access(claims)]) expect(seen.tenants.get(tenant)?.permissions).toEqual(['tenant.view']);
  });
});
