import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The Merkle logs of the audit log. A node of an older version ships entries without placing them in a log; the trigger
 * keeps these until a node of this version places them, so that no entry leaves the outbox without its place.
 */
const UP = [
  `CREATE TABLE audit_logs (
    log text PRIMARY KEY,
    origin text NOT NULL,
    size bigint NOT NULL DEFAULT 0,
    peaks bytea NOT NULL,
    begun_at timestamptz(3) NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE audit_places (
    entry_id uuid PRIMARY KEY,
    platform_index bigint NOT NULL,
    platform_leaf bytea NOT NULL,
    tenant_log text,
    tenant_index bigint,
    tenant_leaf bytea,
    digests jsonb NOT NULL,
    salts jsonb NOT NULL,
    CONSTRAINT audit_places_platform_index_key UNIQUE (platform_index),
    CONSTRAINT audit_places_tenant_log_tenant_index_key UNIQUE (tenant_log, tenant_index)
  )`,
  `CREATE TABLE audit_nodes (
    log text NOT NULL,
    level smallint NOT NULL,
    index bigint NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (log, level, index)
  )`,
  `CREATE TABLE audit_unplaced (
    seq bigint PRIMARY KEY,
    id uuid NOT NULL,
    entry jsonb NOT NULL
  )`,
  `CREATE TABLE audit_checkpoints (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    log text NOT NULL,
    size bigint NOT NULL,
    root bytea NOT NULL,
    note text NOT NULL,
    created_at timestamptz(3) NOT NULL,
    in_file boolean NOT NULL DEFAULT false,
    sent boolean NOT NULL DEFAULT false,
    CONSTRAINT audit_checkpoints_log_size_key UNIQUE (log, size)
  )`,
  `CREATE INDEX audit_checkpoints_unfiled_idx ON audit_checkpoints (seq) WHERE NOT in_file`,
  `CREATE INDEX audit_checkpoints_unsent_idx ON audit_checkpoints (seq) WHERE NOT sent`,
  `CREATE TABLE audit_signing_keys (
    id uuid PRIMARY KEY,
    public_key text NOT NULL,
    sealed text NOT NULL,
    created_at timestamptz(3) NOT NULL,
    retired_at timestamptz(3)
  )`,
  `CREATE UNIQUE INDEX audit_signing_keys_current_idx ON audit_signing_keys ((retired_at IS NULL)) WHERE retired_at IS NULL`,
  `ALTER TABLE audit_erasures ADD COLUMN salts_gone_at timestamptz(3)`,
  `UPDATE audit_erasures SET salts_gone_at = carried_out_at WHERE carried_out_at IS NOT NULL`,
  `CREATE INDEX audit_erasures_salts_idx ON audit_erasures (erased_at) WHERE carried_out_at IS NOT NULL AND salts_gone_at IS NULL`,
  `CREATE FUNCTION keep_unplaced_entries() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO audit_unplaced (seq, id, entry)
        SELECT gone.seq, gone.id, gone.entry FROM gone WHERE NOT EXISTS (SELECT 1 FROM audit_places placed WHERE placed.entry_id = gone.id);
      RETURN NULL;
    END
  $$`,
  `CREATE TRIGGER keep_unplaced_entries AFTER DELETE ON audit_outbox REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION keep_unplaced_entries()`,
];

const DOWN = [
  `DROP TRIGGER keep_unplaced_entries ON audit_outbox`,
  `DROP FUNCTION keep_unplaced_entries()`,
  `DROP INDEX audit_erasures_salts_idx`,
  `ALTER TABLE audit_erasures DROP COLUMN salts_gone_at`,
  `DROP TABLE audit_signing_keys`,
  `DROP TABLE audit_checkpoints`,
  `DROP TABLE audit_unplaced`,
  `DROP TABLE audit_nodes`,
  `DROP TABLE audit_places`,
  `DROP TABLE audit_logs`,
];

export class AuditEvidence1764000090000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
