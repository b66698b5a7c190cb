import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests for a mail, asked for by anybody and answered in the background. */
const UP = [
  `CREATE TABLE mail_requests (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL,
    kind text NOT NULL,
    sealed_request text NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz(3) NOT NULL,
    created_at timestamptz(3) NOT NULL
  )`,
  `CREATE INDEX mail_requests_next_attempt_at_seq_idx ON mail_requests (next_attempt_at, seq)`,
];

const DOWN = [`DROP TABLE mail_requests`];

export class MailRequests1764000023000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
