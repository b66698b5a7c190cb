import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How far rows of the feed may be gone. What was pruned before is not known exactly: it may be any number that is missing behind
 * a row of more than four days, the least that AUDIT_STREAM_DAYS can be. A trigger keeps it, since a node of an older version
 * prunes too.
 */
const UP = [
  `CREATE TABLE audit_feed_horizon (
    id smallint NOT NULL CONSTRAINT audit_feed_horizon_pkey PRIMARY KEY,
    pruned_up_to bigint NOT NULL
  )`,
  `INSERT INTO audit_feed_horizon (id, pruned_up_to)
   SELECT 1, coalesce(max(kept.position) + 1, 0)
     FROM (SELECT position, entry_id, lead(position) OVER (ORDER BY position) AS next FROM audit_feed) AS kept
    WHERE kept.next <> kept.position + 1
      AND kept.entry_id < (lpad(to_hex((extract(epoch FROM now() - interval '4 days') * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid`,
  `CREATE FUNCTION note_pruned_feed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE audit_feed_horizon SET pruned_up_to = greatest(pruned_up_to, (SELECT max(gone.position) FROM gone)) WHERE EXISTS (SELECT 1 FROM gone);
      RETURN NULL;
    END
  $$`,
  `CREATE TRIGGER note_pruned_feed AFTER DELETE ON audit_feed REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note_pruned_feed()`,
];

const DOWN = [`DROP TRIGGER note_pruned_feed ON audit_feed`, `DROP FUNCTION note_pruned_feed()`, `DROP TABLE audit_feed_horizon`];

export class AuditFeedHorizon1764000150000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}
