import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Projects1764100000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE TABLE projects (
      id uuid NOT NULL CONSTRAINT projects_pkey PRIMARY KEY,
      tenant_id uuid NOT NULL CONSTRAINT projects_tenant_id_fkey REFERENCES tenants (id) ON DELETE CASCADE,
      name text NOT NULL,
      created_at timestamptz(3) NOT NULL,
      CONSTRAINT projects_tenant_id_name_key UNIQUE (tenant_id, name)
    )`);
    await queryRunner.query('CREATE INDEX projects_tenant_id_created_at_id_idx ON projects (tenant_id, created_at, id)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE projects');
  }
}
