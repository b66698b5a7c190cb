import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Indexes of the lists that people page through and search. Searching users by a part of their names
 * wants pg_trgm, which comes with PostgreSQL but not with every server or role: where it cannot be had
 * (the embedded Postgres) searches give the same, and read the whole table. Without `fastupdate`: users are searched more often
 * than they are added, and nobody pays for another's pending entries.
 */
const UP = [
  `DO $$ BEGIN
     CREATE EXTENSION IF NOT EXISTS pg_trgm;
     CREATE INDEX users_search_idx ON users USING gin
       (lower(' ' || coalesce(email, '') || ' ' || coalesce(username, '') || ' ' || coalesce(first_name, '') || ' ' || coalesce(last_name, '')) gin_trgm_ops) WITH (fastupdate = off);
     ANALYZE users;
   EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR undefined_object THEN
     RAISE NOTICE 'no pg_trgm: searches for users read the whole table';
   END $$`,
  `CREATE INDEX service_keys_created_at_id_idx ON service_keys (created_at, id)`,
  `CREATE INDEX audit_entries_unsuccessful_idx ON audit_entries (status, created_at, id) WHERE status <> 'success'`,
  `CREATE INDEX audit_entries_resource_created_at_idx ON audit_entries (resource, created_at)`,
];

/** The extension stays: others may use it by now. */
const DOWN = ['users_search_idx', 'service_keys_created_at_id_idx', 'audit_entries_unsuccessful_idx', 'audit_entries_resource_created_at_idx'];

export class Lists1764000011000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const index of DOWN) await queryRunner.query(`DROP INDEX IF EXISTS ${index}`);
  }
}
