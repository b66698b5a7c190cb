import { newId, type TenantId, type UserId } from '@authengine/kernel';
import { openLibrary, openTestDatabase, People, type TestDatabase } from '@authengine/testing';
import type { TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { RbacModule } from '../rbac.module.js';

/** Records of what was, which outlive what they tell of: they refer to nothing. */
const RECORDS = new Set(['audit_entries', 'audit_feed']);
/** It names the organization that somebody signed in for, and belongs to the user: neither its application nor its session is that organization's. */
const CHOSEN = new Set(['oidc_grants']);

interface ForeignKey {
  readonly child: string;
  readonly parent: string;
  readonly child_columns: string[];
  readonly parent_columns: string[];
}

/** The second line of defence, for the day that a query forgets its tenant: what the database itself refuses. */
describe('TN-04 tenants are kept apart in the database', () => {
  let database: TestDatabase;
  let node: TestingModule;
  let dataSource: DataSource;
  let people: People;

  beforeAll(async () => {
    database = await openTestDatabase();
    node = await (await openLibrary(database.address, [RbacModule])).init();
    dataSource = node.get(DataSource);
    people = new People(dataSource);
  });
  afterAll(async () => {
    await node.close();
    await database.close();
  });

  const tenantTables = async (): Promise<string[]> =>
    (
      await dataSource.query<{ table_name: string }[]>("SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'tenant_id' ORDER BY 1")
    )
      .map((row) => row.table_name)
      .filter((table) => !RECORDS.has(table));
  const foreignKeys = (): Promise<ForeignKey[]> =>
    dataSource.query<ForeignKey[]>(`
      SELECT c.conrelid::regclass::text AS child, c.confrelid::regclass::text AS parent,
             array_agg(child.attname::text ORDER BY k.ord) AS child_columns, array_agg(parent.attname::text ORDER BY k.ord) AS parent_columns
        FROM pg_constraint c
        CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY AS k (child_no, parent_no, ord)
        JOIN pg_attribute child ON child.attrelid = c.conrelid AND child.attnum = k.child_no
        JOIN pg_attribute parent ON parent.attrelid = c.confrelid AND parent.attnum = k.parent_no
       WHERE c.contype = 'f' GROUP BY c.oid, c.conrelid, c.confrelid`);
  /** What a table owned by tenants lacks: its own link to them, or the tenant in a link to another such table. */
  const faults = async (): Promise<string[]> => {
    const [tables, keys] = [await tenantTables(), await foreignKeys()];
    const linked = tables.filter((table) => !keys.some(({ child, child_columns: columns }) => child === table && columns.includes('tenant_id')));
    const loose = keys.filter(
      ({ child, parent, parent_columns: columns }) => tables.includes(child) && !CHOSEN.has(child) && tables.includes(parent) && !columns.some((column) => column === 'tenant_id' || column === 'tenant_key'),
    );
    return [...linked.map((table) => `${table} has a tenant_id that refers to nothing`), ...loose.map(({ child, parent }) => `${child} refers to ${parent} without its tenant`)];
  };

  it('every table that names a tenant refers to it, and to other such tables with the tenant', async () => {
    expect(await tenantTables()).toEqual(expect.arrayContaining(['invitations', 'memberships', 'role_assignments', 'roles', 'service_keys', 'sessions']));
    expect(await faults()).toEqual([]);
  });

  it('a table that does not is named', async () => {
    await dataSource.query('CREATE TABLE loose (tenant_id uuid NOT NULL)');
    await dataSource.query('CREATE TABLE crossing (tenant_id uuid NOT NULL REFERENCES tenants (id), role_id uuid REFERENCES roles (id))');
    expect(await faults()).toEqual(['loose has a tenant_id that refers to nothing', 'crossing refers to roles without its tenant']);
    await dataSource.query('DROP TABLE loose, crossing');
  });

  describe('raw SQL', () => {
    let here: TenantId;
    let there: TenantId;
    let member: UserId;

    beforeEach(async () => {
      [here, there] = [await people.tenant(), await people.tenant()];
      member = await people.newMember(here);
    });

    const refused = async (sql: string, parameters: unknown[]): Promise<void> => {
      await expect(dataSource.query(sql, parameters)).rejects.toThrow(/violates (check|foreign key) constraint/);
    };

    it('gives nobody a role of another tenant, nor in a tenant they are no member of', async () => {
      const foreign = await people.role(`OWN_${newId()}`, { tenantId: there });
      const own = await people.role(`OWN_${newId()}`, { tenantId: here });
      const shared = await people.role(`SHARED_${newId()}`);
      const assign = 'INSERT INTO role_assignments (id, user_id, tenant_id, role_id) VALUES ($1, $2, $3, $4)';
      await refused(assign, [newId(), member, here, foreign]);
      await refused('INSERT INTO role_assignments (id, user_id, tenant_id, role_id, role_tenant_key) VALUES ($1, $2, $3, $4, $3)', [newId(), member, here, foreign]);
      await refused(assign, [newId(), member, there, foreign]);
      await refused(assign, [newId(), member, there, shared]);
      for (const role of [own, shared]) await dataSource.query(assign, [newId(), member, here, role]);
      await refused('UPDATE role_assignments SET role_id = $2 WHERE user_id = $1', [member, foreign]);
      await refused('UPDATE role_assignments SET tenant_id = $2 WHERE user_id = $1', [member, there]);
      await refused('UPDATE roles SET tenant_id = $2 WHERE id = $1', [own, there]);
    });

    it('invites nobody to a role of another tenant', async () => {
      const foreign = await people.role(`OWN_${newId()}`, { tenantId: there });
      const invite = `INSERT INTO invitations (id, tenant_id, email, role_id, token_hash, status, created_at, sent_at, expires_at)
        VALUES ($1, $2, 'a@people.test', $3, decode(md5(random()::text), 'hex'), 'PENDING', now(), now(), now())`;
      await refused(invite, [newId(), here, foreign]);
      await dataSource.query(invite, [newId(), there, foreign]);
    });

    it('leaves nothing of a tenant behind that is deleted, and lets nothing in that names one that never was', async () => {
      await people.role(`OWN_${newId()}`, { tenantId: here });
      await dataSource.query('DELETE FROM tenants WHERE id = $1', [here]);
      for (const table of await tenantTables()) expect([table, await dataSource.query(`SELECT 1 FROM ${table} WHERE tenant_id = $1`, [here])]).toEqual([table, []]);
      await refused('INSERT INTO memberships (tenant_id, user_id) VALUES ($1, $2)', [newId(), member]);
    });
  });
});
