import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Events that listeners are still to be told. */
const UP = [
  `CREATE TABLE event_deliveries (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    listener text NOT NULL,
    subject text NOT NULL,
    entry jsonb NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz(3) NOT NULL
  )`,
  `CREATE INDEX event_deliveries_listener_subject_seq_idx ON event_deliveries (listener, subject, seq)`,
  `CREATE INDEX event_deliveries_next_attempt_at_seq_idx ON event_deliveries (next_attempt_at, seq)`,
];

const DOWN = [`DROP TABLE event_deliveries`];

export class EventDeliveries1764000060000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
