import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The two indexes on `metadata` are for finding the entries that name an address and no user. */
const UP = [
  `CREATE TABLE audit_erasures (
    pseudonym text PRIMARY KEY,
    address text,
    erased_at timestamptz(3) NOT NULL,
    outbox_mark bigint,
    carried_out_at timestamptz(3),
    CONSTRAINT audit_erasures_address_check CHECK (carried_out_at IS NULL OR address IS NULL)
  )`,
  `CREATE INDEX audit_erasures_waiting_idx ON audit_erasures (erased_at) WHERE carried_out_at IS NULL`,
  `CREATE INDEX audit_entries_email_idx ON audit_entries ((metadata->>'email')) WHERE metadata->>'email' IS NOT NULL`,
  `CREATE INDEX audit_entries_new_email_idx ON audit_entries ((metadata->>'new_email')) WHERE metadata->>'new_email' IS NOT NULL`,
];

const DOWN = [`DROP INDEX audit_entries_new_email_idx`, `DROP INDEX audit_entries_email_idx`, `DROP TABLE audit_erasures`];

export class AuditErasures1764000012000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
