import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The sessions of a user over time, ended ones too: from where and with what they have signed in before. */
export class SessionsByUser1764000004000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE INDEX sessions_user_id_created_at_idx ON sessions (user_id, created_at)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX sessions_user_id_created_at_idx');
  }
}
