import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The order in which entries entered the audit log, and the webhooks that are told of them. */
const UP = [
  `CREATE TABLE audit_feed (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry_id uuid NOT NULL,
    tenant_id text,
    action text NOT NULL,
    CONSTRAINT audit_feed_entry_id_key UNIQUE (entry_id)
  )`,
  `CREATE INDEX audit_feed_tenant_id_position_idx ON audit_feed (tenant_id, position)`,
  `CREATE TABLE webhooks (
    id uuid PRIMARY KEY,
    tenant_id uuid CONSTRAINT webhooks_tenant_id_fkey REFERENCES tenants (id) ON DELETE CASCADE,
    url text NOT NULL,
    events text[] NOT NULL,
    description text,
    enabled boolean NOT NULL,
    disabled_reason text,
    sealed_secret text NOT NULL,
    previous_sealed_secret text,
    previous_secret_until timestamptz(3),
    position bigint NOT NULL,
    leased_until timestamptz(3) NOT NULL,
    paused_until timestamptz(3) NOT NULL,
    failures integer NOT NULL DEFAULT 0,
    failing_since timestamptz(3),
    last_success_at timestamptz(3),
    created_by uuid CONSTRAINT webhooks_created_by_fkey REFERENCES users (id) ON DELETE SET NULL,
    created_at timestamptz(3) NOT NULL,
    updated_at timestamptz(3) NOT NULL
  )`,
  `CREATE INDEX webhooks_tenant_id_idx ON webhooks (tenant_id)`,
  `CREATE TABLE webhook_deliveries (
    id uuid PRIMARY KEY,
    webhook_id uuid NOT NULL CONSTRAINT webhook_deliveries_webhook_id_fkey REFERENCES webhooks (id) ON DELETE CASCADE,
    position bigint,
    entry_id uuid,
    event text NOT NULL,
    status text NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    queued_at timestamptz(3) NOT NULL,
    next_attempt_at timestamptz(3) NOT NULL,
    last_attempt_at timestamptz(3),
    response_status integer,
    response_excerpt text,
    reason text,
    duration_ms integer,
    CONSTRAINT webhook_deliveries_status_check CHECK (status IN ('pending', 'delivered', 'failed')),
    CONSTRAINT webhook_deliveries_webhook_id_entry_id_key UNIQUE (webhook_id, entry_id)
  )`,
  `CREATE INDEX webhook_deliveries_due_idx ON webhook_deliveries (webhook_id, next_attempt_at) WHERE status = 'pending'`,
  `CREATE INDEX webhook_deliveries_webhook_id_queued_at_id_idx ON webhook_deliveries (webhook_id, queued_at, id)`,
  `CREATE INDEX webhook_deliveries_queued_at_idx ON webhook_deliveries (queued_at)`,
];

const DOWN = [`DROP TABLE webhook_deliveries`, `DROP TABLE webhooks`, `DROP TABLE audit_feed`];

export class Webhooks1764000080000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
