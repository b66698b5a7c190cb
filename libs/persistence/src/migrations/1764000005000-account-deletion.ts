import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a user asked to be deleted; the row goes once the time to think again is over. */
export class AccountDeletion1764000005000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE users ADD COLUMN deletion_requested_at timestamptz(3)');
    await queryRunner.query('CREATE INDEX users_deletion_requested_at_idx ON users (deletion_requested_at) WHERE deletion_requested_at IS NOT NULL');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX users_deletion_requested_at_idx');
    await queryRunner.query('ALTER TABLE users DROP COLUMN deletion_requested_at');
  }
}
