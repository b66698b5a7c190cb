import { dataSourceOptions, migrate, type PostgresAddress } from '@authengine/persistence';
import { People } from '@authengine/testing';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { actorOf, newActor, type Actor } from './kit/actor.js';
import { hasIcuLocales, OwnPostgres } from './kit/own-postgres.js';
import { createTestApp, type TestApp } from './test-app.js';

/** Where the small letter of I is ı, and İ is the capital of i. */
(hasIcuLocales ? describe : describe.skip)('a database of the Turkish locale (skipped without the programs of PostgreSQL 15 or later)', () => {
  let postgres: OwnPostgres;
  let address: PostgresAddress;
  let test: TestApp;
  let people: People;
  let root: Actor;

  beforeAll(async () => {
    postgres = await OwnPostgres.start(['--locale-provider=icu', '--icu-locale=tr-TR']);
    address = { kind: 'server', url: postgres.url('postgres'), poolSize: 5 };
    await migrate(address);
    test = await createTestApp({ database: { address, close: () => Promise.resolve() } });
    people = new People(test.dataSource);
    root = await actorOf(test, await people.newMember(await people.platform(), 'SUPER_ADMIN'));
  });
  afterAll(async () => {
    await test.close();
    await postgres.close();
  });

  it('is one', async () => {
    expect(await test.dataSource.query("SELECT lower('I') AS small")).toEqual([{ small: 'ı' }]);
  });

  it('finds names in whatever case, as any other does', async () => {
    const owner = await newActor(test);
    await root.ask('POST', '/platform/tenants', { name: 'ISIL Industries', owner_id: owner.id });
    await root.ask('POST', '/platform/tenants', { name: 'ÉCOLE ŞİRİN', owner_id: owner.id });
    await root.ask('POST', '/platform/service-keys', { service_name: 'BILLING' });
    await owner.ask('PATCH', '/me', { first_name: 'IRIS', last_name: 'Güneş' });
    const found = async (path: string): Promise<number> => (await root.ask<unknown[]>('GET', path)).body.length;
    for (const q of ['isil', 'ISIL', 'Isil', 'industries', 'INDUSTRIES', 'école', 'ÉCOLE']) expect([q, await found(`/platform/tenants?q=${encodeURIComponent(q)}`)]).toEqual([q, 1]);
    for (const q of ['billing', 'BILLING', 'Billing']) expect([q, await found(`/platform/service-keys?q=${q}`)]).toEqual([q, 1]);
    for (const q of ['iris', 'IRIS', 'IRI', 'güneş', 'GÜNEŞ']) expect([q, await found(`/platform/users?q=${encodeURIComponent(q)}`)]).toEqual([q, 1]);
    for (const q of ['ADMIN', 'admin', 'Admin']) expect([q, await found(`/platform/roles?q=${q}`)]).toEqual([q, 2]);
    for (const q of ['users.view', 'AUDIT.VIEW', 'audit.view']) expect([q, (await found(`/platform/permissions?q=${q}`)) > 0]).toEqual([q, true]);
    const tenant = await people.tenant(owner.id);
    await owner.ask('POST', `/tenants/users/${tenant}/users`, { email: 'INGRID@People.test' });
    for (const q of ['INGRID', 'ingrid']) expect([q, (await owner.ask<unknown[]>('GET', `/tenants/users/${tenant}/invitations?q=${q}`)).body.length]).toEqual([q, 1]);
    for (const q of ['IRIS', 'iris']) expect([q, (await owner.ask<unknown[]>('GET', `/tenants/users/${tenant}/users?q=${q}`)).body.length]).toEqual([q, 1]);
  });

  it('knows one name by its letters, whatever their case', async () => {
    const owner = await newActor(test);
    const tenant = await people.tenant(owner.id);
    const make = (name: string): Promise<{ status: number }> => owner.ask('POST', `/tenants/roles/${tenant}/roles`, { name, level: 5 });
    expect((await make('Editor')).status).toBe(201);
    for (const name of ['EDITOR', 'editor', 'tenant_admin', 'TENANT_ADMIN']) expect([name, (await make(name)).status]).toEqual([name, 409]);
    const at = `/platform/tenants/${tenant}`;
    expect((await root.ask('GET', at)).status).toBe(200);
    const [one, other] = [await newActor(test), await newActor(test)];
    expect((await one.ask('PATCH', '/me', { username: 'Iris' })).status).toBe(200);
    expect((await other.ask('PATCH', '/me', { username: 'IRIS' })).status).toBe(409);
  });

  it('that was there before is kept as it is, and what it had told apart is told', async () => {
    const dataSource = await new DataSource(dataSourceOptions(address)).initialize();
    const warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    try {
      const tenant = await people.tenant();
      const names = ['Reviewer', 'REVIEWER', 'CITIZEN', 'citizen'];
      for (const name of names) await people.role(name, { tenantId: tenant });
      const folds = async (): Promise<boolean> => (await dataSource.query<unknown[]>("SELECT 1 FROM pg_collation WHERE collname = 'fold_case'")).length > 0;
      while (await folds()) await dataSource.undoLastMigration();
      await dataSource.runMigrations();
      expect(await folds()).toBe(true);
      // Meanwhile the application beside it misses its tables, and says so.
      const told = warned.mock.calls.map(([what]) => what as unknown).filter((what) => typeof what === 'object' && what !== null && 'other' in what);
      expect(told).toEqual([{ name: 'CITIZEN', other: 'citizen' }, { name: 'REVIEWER', other: 'Reviewer' }]);
      expect(await dataSource.query('SELECT count(*)::integer AS roles FROM roles WHERE tenant_id = $1', [tenant])).toEqual([{ roles: 4 }]);
    } finally {
      warned.mockRestore();
      await dataSource.destroy();
    }
  });
});
