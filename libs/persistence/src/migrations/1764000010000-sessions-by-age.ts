import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions long over are found by their age; a column that a refresh changes would cost every refresh. */
export class SessionsByAge1764000010000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE INDEX sessions_created_at_idx ON sessions (created_at)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX sessions_created_at_idx');
  }
}
