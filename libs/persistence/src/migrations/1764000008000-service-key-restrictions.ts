import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a service key may be told of, and from where it may be used; null is anything, anywhere, and an empty list is nothing that can be meant. */
export class ServiceKeyRestrictions1764000008000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE service_keys
         ADD COLUMN permissions text[] CONSTRAINT service_keys_permissions_check CHECK (cardinality(permissions) > 0),
         ADD COLUMN allowed_addresses text[] CONSTRAINT service_keys_allowed_addresses_check CHECK (cardinality(allowed_addresses) > 0)`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE service_keys DROP COLUMN permissions, DROP COLUMN allowed_addresses');
  }
}
