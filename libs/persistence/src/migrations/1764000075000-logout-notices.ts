import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What applications have still to be told of: no row refers to a user, session or application, since each may be gone by
 * then.
 */
export class LogoutNotices1764000075000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE TABLE oidc_logout_notices (
      grant_id uuid PRIMARY KEY,
      application_id uuid NOT NULL,
      session_id uuid NOT NULL,
      user_id uuid NOT NULL,
      uri text NOT NULL,
      attempts integer NOT NULL DEFAULT 0,
      created_at timestamptz(3) NOT NULL,
      next_try_at timestamptz(3) NOT NULL
    )`);
    await queryRunner.query('CREATE INDEX oidc_logout_notices_next_try_at_idx ON oidc_logout_notices (next_try_at)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE oidc_logout_notices');
  }
}
