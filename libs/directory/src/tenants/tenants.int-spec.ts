import { RoleDirectoryPort } from '@authengine/contracts';
import { newId, type TenantId, type UserId } from '@authengine/kernel';
import { VersionedCache, isUniqueViolation, Transactions } from '@authengine/persistence';
import { onRealPostgres, openLibrary, openTestDatabase, People, type TestDatabase } from '@authengine/testing';
import { Global, Module } from '@nestjs/common';
import type { TestingModule } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, Entity, PrimaryColumn } from 'typeorm';
import { DirectoryModule } from '../directory.module.js';
import { Memberships } from '../memberships/memberships.js';
import { LiveTenants } from './live-tenants.js';
import { tenantTombstone, tenantCacheKey } from './tenant-entry.js';
import { Tenants } from './tenants.js';

/** The roles' table as this lib knows it: by what its rows refer to. */
@Entity('roles')
class Role {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @PrimaryColumn({ type: 'uuid' })
  tenantKey!: string;
}

/** Nobody holds a role here. */
@Global()
@Module({ providers: [{ provide: RoleDirectoryPort, useValue: { heldBy: () => Promise.resolve(new Map()) } }], exports: [RoleDirectoryPort] })
class NoRoles {}

describe('tenants', () => {
  let database: TestDatabase;
  let node: TestingModule;
  let tenants: Tenants;
  let live: LiveTenants;
  let memberships: Memberships;
  let transactions: Transactions;
  let cache: VersionedCache;
  let people: People;
  let owner: UserId;
  let queries: jest.SpyInstance;

  beforeAll(async () => {
    database = await openTestDatabase();
    node = await (await openLibrary(database.address, [TypeOrmModule.forFeature([Role]), NoRoles, DirectoryModule])).init();
    tenants = node.get(Tenants, { strict: false });
    live = node.get(LiveTenants, { strict: false });
    memberships = node.get(Memberships, { strict: false });
    transactions = node.get(Transactions, { strict: false });
    cache = node.get(VersionedCache, { strict: false });
    people = new People(node.get(DataSource));
    owner = await people.user();
    queries = jest.spyOn(node.get(DataSource).manager, 'query');
  });
  afterAll(async () => {
    await node.close();
    await database.close();
  });
  beforeEach(() => {
    queries.mockClear();
  });

  const make = async (): Promise<TenantId> => (await tenants.create({ name: 'Acme', ownerId: owner, createdBy: owner })).id;
  const suspend = (id: TenantId): Promise<void> =>
    transactions.run(async () => {
      await transactions.manager.query("UPDATE tenants SET status = 'SUSPENDED' WHERE id = $1", [id]);
      await tenants.changed([id], 'revokes');
    });

  it('are made with their owner as a member, or not at all', async () => {
    const id = await make();
    expect(await tenants.find(id)).toMatchObject({ name: 'Acme', description: null, type: 'CUSTOMER', status: 'ACTIVE', ownerId: owner, version: '1' });
    expect(await memberships.has(id, owner)).toBe(true);

    let undone: TenantId | undefined;
    await expect(
      transactions.run(async () => {
        undone = await make();
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await tenants.find(undone!)).toBeNull();
    await expect(tenants.create({ name: 'Ownerless', ownerId: newId<UserId>(), createdBy: null })).rejects.toThrow();
  });

  it('have one of the type PLATFORM at most, of five made at once', async () => {
    const made = await Promise.allSettled(Array.from({ length: 5 }, () => tenants.create({ name: 'Platform', type: 'PLATFORM', ownerId: owner, createdBy: null })));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of made) if (result.status === 'rejected') expect(isUniqueViolation(result.reason, 'tenants_platform_key')).toBe(true);
    expect((await tenants.findPlatform())?.type).toBe('PLATFORM');
  });

  it('take a member once, and lose them once', async () => {
    const [id, user] = [await make(), await people.user()];
    expect(await Promise.all(Array.from({ length: 5 }, () => memberships.add(id, user)))).toEqual(expect.arrayContaining([true, false]));
    expect(await memberships.add(id, user)).toBe(false);
    expect([await memberships.remove(id, user), await memberships.remove(id, user)]).toEqual([true, false]);
  });

  describe('LiveTenants', () => {
    it('tells those that exist with their state, and asks nobody for none', async () => {
      const [a, b] = [await make(), await make()];
      await suspend(b);
      expect(await live.read([a, newId(), b])).toEqual(new Map([[a, { version: 1, status: 'ACTIVE' }], [b, { version: 2, status: 'SUSPENDED' }]]));
      queries.mockClear();
      expect(await live.read([])).toEqual(new Map());
      expect(queries).not.toHaveBeenCalled();
    });

    it('shows a change to whoever asks after it was acknowledged, whatever was read in between', async () => {
      const id = await make();
      for (let i = 0; i < 10; i += 1) {
        const readers = Array.from({ length: 5 }, () => live.read([id]));
        await transactions.run(() => tenants.changed([id], 'revokes'));
        expect((await live.read([id])).get(id)?.version).toBe(i + 2);
        await Promise.all(readers);
        expect((await live.read([id])).get(id)?.version).toBe(i + 2);
      }
    });

    it('keeps a deleted tenant gone, also for a reader who read the row before', async () => {
      const id = await make();
      await live.read([id]);
      await transactions.run(async () => {
        await transactions.manager.query('DELETE FROM tenants WHERE id = $1', [id]);
        await cache.change([tenantTombstone(id)], 'revokes');
      });
      cache.offer([{ key: tenantCacheKey(id), version: 7, value: 'ACTIVE', subject: id }]);
      expect((await live.read([id])).size).toBe(0);
    });

    it('sees a transaction’s own change inside it and hands it to nobody, so that a rollback leaves nothing', async () => {
      const id = await make();
      const undone = transactions.run(async () => {
        await tenants.changed([id], 'revokes');
        expect((await live.read([id])).get(id)?.version).toBe(2);
        throw new Error('no');
      });
      await expect(undone).rejects.toThrow('no');
      expect((await live.read([id])).get(id)).toEqual({ version: 1, status: 'ACTIVE' });
      await suspend(id);
      expect((await live.read([id])).get(id)).toEqual({ version: 2, status: 'SUSPENDED' });
    });

    (onRealPostgres() ? it.skip : it)('asks Postgres once for what the cache does not have (needs a cache)', async () => {
      const ids = [await make(), await make()];
      queries.mockClear();
      for (let i = 0; i < 3; i += 1) await live.read(ids);
      expect(queries).toHaveBeenCalledTimes(1);
    });
  });

  it('changed at once in opposite orders do not deadlock, and each change counts', async () => {
    const ids = [await make(), await make(), await make()];
    await Promise.all(Array.from({ length: 12 }, (_, i) => transactions.run(() => tenants.changed(i % 2 ? ids : [...ids].reverse(), 'revokes'))));
    expect([...(await live.read(ids)).values()].map(({ version }) => version)).toEqual([13, 13, 13]);
  });
});
