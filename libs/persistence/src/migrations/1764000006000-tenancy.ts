import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Stands for "every tenant" in keys that must not be null: what is shared, and no tenant's own. */
const SHARED = "'00000000-0000-0000-0000-000000000000'::uuid";

/**
 * That a tenant's members hold only shared roles and that tenant's own is the database's to keep, whatever a query says:
 * a row that names a role carries that role's tenant (or SHARED), by a foreign key, and it must be the row's own or SHARED.
 */
const roleOfOwnTenant = (table: string): string[] => [
  `CREATE TRIGGER ${table}_role_tenant_key BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION fill_role_tenant_key()`,
  `ALTER TABLE ${table} ADD CONSTRAINT ${table}_role_of_tenant_check CHECK (role_tenant_key = tenant_id OR role_tenant_key = ${SHARED})`,
  `ALTER TABLE ${table} ADD CONSTRAINT ${table}_role_id_role_tenant_key_fkey
     FOREIGN KEY (role_id, role_tenant_key) REFERENCES roles (id, tenant_key) ON DELETE CASCADE`,
];

const UP = [
  `ALTER TABLE roles ADD COLUMN tenant_key uuid`,
  `UPDATE roles SET tenant_key = COALESCE(tenant_id, ${SHARED})`,
  `ALTER TABLE roles ALTER COLUMN tenant_key SET NOT NULL, ADD CONSTRAINT roles_id_tenant_key_key UNIQUE (id, tenant_key)`,
  `CREATE FUNCTION fill_tenant_key() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     NEW.tenant_key := COALESCE(NEW.tenant_id, ${SHARED});
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER roles_tenant_key BEFORE INSERT OR UPDATE ON roles FOR EACH ROW EXECUTE FUNCTION fill_tenant_key()`,
  `CREATE FUNCTION fill_role_tenant_key() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     SELECT tenant_key INTO NEW.role_tenant_key FROM roles WHERE id = NEW.role_id;
     RETURN NEW;
   END $$`,

  `ALTER TABLE role_assignments ADD COLUMN role_tenant_key uuid`,
  `UPDATE role_assignments SET role_tenant_key = roles.tenant_key FROM roles WHERE roles.id = role_id`,
  `ALTER TABLE role_assignments ALTER COLUMN role_tenant_key SET NOT NULL, DROP CONSTRAINT role_assignments_role_id_fkey`,
  ...roleOfOwnTenant('role_assignments'),

  `CREATE TABLE invitations (
    id uuid PRIMARY KEY,
    tenant_id uuid NOT NULL CONSTRAINT invitations_tenant_id_fkey REFERENCES tenants (id) ON DELETE CASCADE,
    email text NOT NULL,
    role_id uuid NOT NULL,
    role_tenant_key uuid NOT NULL,
    invited_by uuid CONSTRAINT invitations_invited_by_fkey REFERENCES users (id) ON DELETE SET NULL,
    token_hash bytea NOT NULL CONSTRAINT invitations_token_hash_key UNIQUE,
    status text NOT NULL CONSTRAINT invitations_status_check CHECK (status IN ('PENDING', 'ACCEPTED', 'REVOKED')),
    created_at timestamptz(3) NOT NULL,
    sent_at timestamptz(3) NOT NULL,
    expires_at timestamptz(3) NOT NULL,
    ended_at timestamptz(3),
    accepted_by uuid CONSTRAINT invitations_accepted_by_fkey REFERENCES users (id) ON DELETE SET NULL
  )`,
  `CREATE UNIQUE INDEX invitations_pending_key ON invitations (tenant_id, email) WHERE status = 'PENDING'`,
  `CREATE INDEX invitations_tenant_id_created_at_id_idx ON invitations (tenant_id, created_at, id)`,
  `CREATE INDEX invitations_role_id_idx ON invitations (role_id)`,
  `CREATE INDEX invitations_invited_by_idx ON invitations (invited_by)`,
  `CREATE INDEX invitations_accepted_by_idx ON invitations (accepted_by)`,
  ...roleOfOwnTenant('invitations'),

  `CREATE INDEX memberships_tenant_id_created_at_user_id_idx ON memberships (tenant_id, created_at, user_id)`,
];

const DOWN = [
  `DROP INDEX memberships_tenant_id_created_at_user_id_idx`,
  `DROP TABLE invitations`,
  `DROP TRIGGER role_assignments_role_tenant_key ON role_assignments`,
  `ALTER TABLE role_assignments DROP COLUMN role_tenant_key`,
  `ALTER TABLE role_assignments ADD CONSTRAINT role_assignments_role_id_fkey FOREIGN KEY (role_id) REFERENCES roles (id) ON DELETE CASCADE`,
  `DROP FUNCTION fill_role_tenant_key`,
  `DROP TRIGGER roles_tenant_key ON roles`,
  `DROP FUNCTION fill_tenant_key`,
  `ALTER TABLE roles DROP COLUMN tenant_key`,
];

export class Tenancy1764000006000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
