import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How the hosted pages look for an organization. Nodes of the version before do not read it. */
export class OrganizationBranding1764000110000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE tenants ADD COLUMN branding jsonb');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE tenants DROP COLUMN branding');
  }
}
