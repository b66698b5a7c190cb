import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `ALTER TABLE audit_checkpoints ADD COLUMN in_bucket boolean NOT NULL DEFAULT false`,
  `CREATE INDEX audit_checkpoints_unbucketed_idx ON audit_checkpoints (seq) WHERE NOT in_bucket`,
  `CREATE TABLE audit_keepers (
    name text NOT NULL CONSTRAINT audit_keepers_pkey PRIMARY KEY,
    leased_until timestamptz(3) NOT NULL,
    cosigned_size bigint,
    cosigned_at timestamptz(3)
  )`,
];

const DOWN = [`DROP TABLE audit_keepers`, `DROP INDEX audit_checkpoints_unbucketed_idx`, `ALTER TABLE audit_checkpoints DROP COLUMN in_bucket`];

/** Anchors in a bucket, witnesses, and one node at a time for each. */
export class AuditKeepers1764000151000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
