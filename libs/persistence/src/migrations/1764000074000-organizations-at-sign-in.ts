import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The organization that a user signed in to an application for. Nodes of an earlier version leave it empty. */
export class OrganizationsAtSignIn1764000074000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE oidc_grants ADD COLUMN tenant_id uuid CONSTRAINT oidc_grants_tenant_id_fkey REFERENCES tenants (id) ON DELETE CASCADE');
    await queryRunner.query('CREATE INDEX oidc_grants_tenant_id_idx ON oidc_grants (tenant_id)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX oidc_grants_tenant_id_idx');
    await queryRunner.query('ALTER TABLE oidc_grants DROP COLUMN tenant_id');
  }
}
