import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How a session's refresh tokens reach its client. Sessions that an older version begins have theirs in bodies, as before. */
const UP = [`ALTER TABLE sessions ADD COLUMN refresh_transport text NOT NULL DEFAULT 'body' CONSTRAINT sessions_refresh_transport_check CHECK (refresh_transport IN ('body', 'cookie'))`];

const DOWN = [`ALTER TABLE sessions DROP COLUMN refresh_transport`];

export class RefreshTransport1764000063000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
