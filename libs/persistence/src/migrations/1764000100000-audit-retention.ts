import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `ALTER TABLE audit_places ADD COLUMN expired_by uuid`,
  `CREATE INDEX audit_places_expired_by_idx ON audit_places (expired_by) WHERE expired_by IS NOT NULL`,
  `CREATE TABLE audit_expiries (
    id uuid NOT NULL CONSTRAINT audit_expiries_pkey PRIMARY KEY,
    decided_at timestamptz(3) NOT NULL,
    carried_out_at timestamptz(3)
  )`,
  `CREATE INDEX audit_expiries_waiting_idx ON audit_expiries (decided_at) WHERE carried_out_at IS NULL`,
];

const DOWN = [`DROP TABLE audit_expiries`, `DROP INDEX audit_places_expired_by_idx`, `ALTER TABLE audit_places DROP COLUMN expired_by`];

/** Entries that were kept long enough go, and their places in the Merkle logs stay. Only the relay writes places, so no request waits for the index. */
export class AuditRetention1764000100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
