import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What forward authentication asks of everybody whom it lets through with the key; null is nothing but a token that stands, and an empty list is nothing that can be meant. */
export class RequiredPermissions1764000024100 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE service_keys
         ADD COLUMN required_permissions text[] CONSTRAINT service_keys_required_permissions_check CHECK (cardinality(required_permissions) > 0)`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE service_keys DROP COLUMN required_permissions');
  }
}
