import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Organizations that ask their members for a second factor. */
export class TenantMfa1764000009000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE tenants ADD COLUMN require_mfa boolean NOT NULL DEFAULT false');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE tenants DROP COLUMN require_mfa');
  }
}
