import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether somebody waits for an address, asked with every proof of one. */
export class PendingEmails1764000022000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE INDEX users_pending_email_idx ON users (pending_email) WHERE pending_email IS NOT NULL');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX users_pending_email_idx');
  }
}
