import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A revocation that is not in the cache yet can be found by whom it is about, and the answer to it is kept until it
 * can be given. An older version writes rows that are not pending.
 */
const UP = [
  `ALTER TABLE copy_changes ADD COLUMN subject text NOT NULL DEFAULT '', ADD COLUMN pending boolean NOT NULL DEFAULT false`,
  `CREATE INDEX copy_changes_pending_idx ON copy_changes (subject) WHERE pending`,
  `CREATE TABLE kept_answers (
     request bytea NOT NULL,
     answer text NOT NULL,
     subjects text[] NOT NULL,
     created_at timestamptz(3) NOT NULL DEFAULT now(),
     CONSTRAINT kept_answers_pkey PRIMARY KEY (request))`,
  `CREATE INDEX kept_answers_created_at_idx ON kept_answers (created_at)`,
];

const DOWN = [`DROP TABLE kept_answers`, `DROP INDEX copy_changes_pending_idx`, `ALTER TABLE copy_changes DROP COLUMN pending, DROP COLUMN subject`];

export class PendingCopies1764000014000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
