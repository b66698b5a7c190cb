import { ConfigurationError } from '@authengine/config';
import { permissionCatalogue, RoleDirectoryPort } from '@authengine/contracts';
import { PasswordHasher } from '@authengine/crypto';
import { Users } from '@authengine/directory';
import { PasswordCredentials } from '@authengine/identity';
import { onRealPostgres, openLibrary, openTestDatabase, RecordingAuditTrail, type LibraryOptions, type TestDatabase } from '@authengine/testing';
import { Logger } from '@nestjs/common';
import type { TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { RbacModule } from '../rbac.module.js';
import { BuiltInRoles } from '../roles/built-in-roles.js';
import { Bootstrap } from './bootstrap.js';

/** Processes that start at once; the embedded Postgres takes fewer connections. */
const NODES = onRealPostgres() ? 5 : 3;

describe('Bootstrap', () => {
  let database: TestDatabase;
  const open: TestingModule[] = [];

  const prepare = async (options: LibraryOptions = {}): Promise<TestingModule> => {
    const node = await openLibrary(database.address, [RbacModule], options);
    open.push(node);
    return node;
  };
  const start = async (options: LibraryOptions = {}): Promise<TestingModule> => (await prepare(options)).init();
  const count = async (node: TestingModule, table: string, where = 'true'): Promise<number> =>
    Number((await node.get(DataSource).query<{ n: string }[]>(`SELECT count(*) AS n FROM ${table} WHERE ${where}`))[0]?.n);
  const holds = async (node: TestingModule, role: string): Promise<string[]> =>
    (
      await node
        .get(DataSource)
        .query<{ permission_name: string }[]>('SELECT permission_name FROM role_permissions JOIN roles ON id = role_id WHERE name = $1 ORDER BY permission_name', [role])
    ).map((row) => row.permission_name);
  const everythingOnce = async (node: TestingModule): Promise<void> => {
    expect(await count(node, 'users')).toBe(1);
    expect(await count(node, 'tenants', "type = 'PLATFORM'")).toBe(1);
    expect(await count(node, 'tenants')).toBe(1);
    expect(await count(node, 'memberships')).toBe(1);
    expect(await count(node, 'role_assignments')).toBe(1);
    expect(await count(node, 'roles')).toBe(Object.keys(BuiltInRoles).length);
    expect(await count(node, 'permissions')).toBe(permissionCatalogue().length);
  };

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());
  afterEach(async () => {
    await open[0]?.get(DataSource).query('TRUNCATE users, tenants, roles, permissions CASCADE');
    for (const node of open.splice(0)) await node.close();
  });

  it('gives an empty database its catalogue, the built-in roles with their defaults, and a super admin who can sign in', async () => {
    const trail = new RecordingAuditTrail();
    const node = await start({ trail });
    await everythingOnce(node);

    const all = permissionCatalogue().map(({ name }) => name);
    const ofTenants = all.filter((name) => name.startsWith('tenant.'));
    expect(await holds(node, 'SUPER_ADMIN')).toEqual(all);
    expect(await holds(node, 'PLATFORM_ADMIN')).toEqual(all.filter((name) => /^(platform|tenant)\./.test(name)));
    expect(await holds(node, 'TENANT_OWNER')).toEqual(ofTenants);
    expect(await holds(node, 'TENANT_ADMIN')).toEqual(ofTenants.filter((name) => name !== 'tenant.delete'));
    expect(await holds(node, 'TENANT_MANAGER')).toEqual(['tenant.roles.view', 'tenant.users.manage', 'tenant.users.view', 'tenant.view']);
    expect(await holds(node, 'TENANT_USER')).toEqual(['tenant.view']);

    const admin = await node.get(Users, { strict: false }).findByEmail('root@auth.test');
    expect(admin).toMatchObject({ status: 'ACTIVE', authStrategies: ['email_password'] });
    expect(admin?.emailVerifiedAt).toBeInstanceOf(Date);
    const hash = await node.get(PasswordCredentials, { strict: false }).hashOf(admin!.id);
    expect(await node.get(PasswordHasher, { strict: false }).verify('quiet-Harbour-77-lantern', hash)).toBe(true);
    const held = await node.get(RoleDirectoryPort, { strict: false }).heldBy([admin!.id]);
    expect(held.get(admin!.id)?.map(({ role }) => [role.name, role.level])).toEqual([['SUPER_ADMIN', 100]]);

    expect(trail.events.map(({ name }) => name)).toEqual(['platform.bootstrapped']);
    expect(JSON.stringify(trail.events)).not.toContain('Harbour');
  });

  it('gives the levels that the contract names', async () => {
    const node = await start();
    const levels = await node.get(DataSource).query('SELECT name, level, scope, built_in FROM roles ORDER BY level DESC');
    expect(levels).toEqual([
      { name: 'SUPER_ADMIN', level: 100, scope: 'PLATFORM', built_in: true },
      { name: 'PLATFORM_ADMIN', level: 80, scope: 'PLATFORM', built_in: true },
      { name: 'TENANT_OWNER', level: 60, scope: 'TENANT', built_in: true },
      { name: 'TENANT_ADMIN', level: 50, scope: 'TENANT', built_in: true },
      { name: 'TENANT_MANAGER', level: 30, scope: 'TENANT', built_in: true },
      { name: 'TENANT_USER', level: 10, scope: 'TENANT', built_in: true },
    ]);
  });

  it('adds nothing, and records nothing, on a second start', async () => {
    await start();
    const trail = new RecordingAuditTrail();
    const again = await start({ trail });
    await everythingOnce(again);
    expect(trail.events).toEqual([]);
  });

  it('leaves one of everything when several processes start at once', async () => {
    const trail = new RecordingAuditTrail();
    const nodes = [];
    for (let i = 0; i < NODES; i += 1) nodes.push(await prepare({ trail }));
    await Promise.all(nodes.flatMap((node) => [node.get(Bootstrap).run(), node.get(Bootstrap).run()]));
    await everythingOnce(nodes[0]!);
    expect(trail.events.filter(({ details }) => details.metadata?.['super_admin'] === true)).toHaveLength(1);
  });

  it('never undoes what an admin took from a role or gave to it', async () => {
    const first = await start();
    await first.get(DataSource).query("DELETE FROM role_permissions USING roles WHERE role_id = id AND name = 'TENANT_ADMIN' AND permission_name = 'tenant.users.manage'");
    await first.get(DataSource).query("INSERT INTO role_permissions SELECT id, 'tenant.audit.view' FROM roles WHERE name = 'TENANT_MANAGER'");
    const again = await start();
    expect(await holds(again, 'TENANT_ADMIN')).not.toContain('tenant.users.manage');
    expect(await holds(again, 'TENANT_MANAGER')).toContain('tenant.audit.view');
  });

  it('gives a permission that an upgrade brings to the roles that hold it by default, and to no role anything else', async () => {
    const first = await start();
    await first.get(DataSource).query("DELETE FROM permissions WHERE name = 'tenant.audit.view'");
    await first.get(DataSource).query("DELETE FROM role_permissions WHERE permission_name = 'tenant.update'");
    const [before] = await first.get(DataSource).query<{ version: string }[]>('SELECT version FROM tenants');
    const again = await start();
    expect(await holds(again, 'TENANT_ADMIN')).toContain('tenant.audit.view');
    expect(await holds(again, 'TENANT_USER')).not.toContain('tenant.audit.view');
    expect(await holds(again, 'TENANT_ADMIN')).not.toContain('tenant.update');
    // What is known of every tenant is void, since the roles are every tenant's.
    const [after] = await again.get(DataSource).query<{ version: string }[]>('SELECT version FROM tenants');
    expect(Number(after?.version)).toBeGreaterThan(Number(before?.version));
  });

  it('says which permission the API had declared for the other scope before, so that no role gives it as the code says', async () => {
    const node = await start();
    await node.get(DataSource).query("UPDATE permissions SET scope = 'PLATFORM' WHERE name = 'tenant.view'");
    const warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    await node.get(Bootstrap).run();
    expect(warned.mock.calls.flat()).toEqual([expect.stringContaining(': tenant.view')]);
    warned.mockRestore();
  });

  it('refuses the start, in one line that names the variable, when the address belongs to an account that registered it', async () => {
    const node = await prepare();
    await node.get(Users, { strict: false }).create({ email: 'root@auth.test', status: 'ACTIVE', createdAt: new Date() });
    const refused = node.init().then(
      () => undefined,
      (error: unknown) => error,
    );
    const error = await refused;
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).faults).toEqual([expect.stringMatching(/^SUPERADMIN_EMAIL [^\n]+$/)]);
    expect(await count(node, 'role_assignments')).toBe(0);
    expect(await count(node, 'tenants')).toBe(0);
  });

  it('keeps an existing super admin whatever the environment names later, and does not touch their password', async () => {
    const first = await start();
    const [before] = await first.get(DataSource).query('SELECT hash FROM password_credentials');
    const again = await start({ env: { SUPERADMIN_EMAIL: 'other@auth.test', SUPERADMIN_PASSWORD: 'another-Meadow-58-candle' } });
    await everythingOnce(again);
    expect((await again.get(DataSource).query('SELECT hash FROM password_credentials'))[0]).toEqual(before);
  });
});
