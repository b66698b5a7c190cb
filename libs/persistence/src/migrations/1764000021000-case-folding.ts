import { Logger } from '@nestjs/common';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A collation of the product's own, by which case is folded: what the database's locale says of letters (Turkish: the small
 * I has no dot) must not decide which names are one. The providers of a server differ: ICU's root locale, PostgreSQL's own
 * (17 and later), the C library's, and where none of them is there "C", which folds the letters A to Z alone.
 */
const COLLATION = `
  DO $$ DECLARE definition text; BEGIN
    FOREACH definition IN ARRAY ARRAY['(provider = icu, locale = ''und'')', '(provider = builtin, locale = ''C.UTF-8'')', '(provider = libc, locale = ''C.UTF-8'')', '(provider = libc, locale = ''C.utf8'')', 'FROM "C"'] LOOP
      BEGIN
        EXECUTE 'CREATE COLLATION fold_case ' || definition;
        EXIT;
      EXCEPTION WHEN undefined_object OR invalid_parameter_value OR invalid_object_definition OR feature_not_supported OR syntax_error OR undefined_file THEN
        NULL;
      END;
    END LOOP;
  END $$`;

const TEXT = "' ' || coalesce(email, '') || ' ' || coalesce(username, '') || ' ' || coalesce(first_name, '') || ' ' || coalesce(last_name, '')";

/** As the index of the lists was made: where pg_trgm cannot be had, searches give the same and read the whole table. */
function searchIndex(folded: string): string {
  return `
    DO $$ BEGIN
      CREATE INDEX users_search_idx ON users USING gin (${folded} gin_trgm_ops) WITH (fastupdate = off);
      ANALYZE users;
    EXCEPTION WHEN undefined_object THEN
      NULL;
    END $$`;
}

/** Names of roles that a member could be given under either of them. They stay as they are: which one is meant only people know. */
const COLLIDING = `
  SELECT DISTINCT a.name, b.name AS other FROM roles a JOIN roles b ON lower(a.name COLLATE fold_case) = lower(b.name COLLATE fold_case)
     AND a.name COLLATE "C" < b.name COLLATE "C"
     AND (a.tenant_id IS NOT DISTINCT FROM b.tenant_id OR a.tenant_id IS NULL AND a.scope = 'TENANT' OR b.tenant_id IS NULL AND b.scope = 'TENANT')
   ORDER BY 1, 2`;

export class CaseFolding1764000021000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(COLLATION);
    await queryRunner.query('DROP INDEX IF EXISTS users_search_idx');
    await queryRunner.query(searchIndex(`lower((${TEXT}) COLLATE fold_case)`));
    const colliding = (await queryRunner.query(COLLIDING)) as { name: string; other: string }[];
    for (const { name, other } of colliding) {
      new Logger('Migrations').warn({ name, other }, 'two roles have one name but for its case, which this database had told apart: both stay, and one should be renamed');
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX IF EXISTS users_search_idx');
    await queryRunner.query(searchIndex(`lower(${TEXT})`));
    await queryRunner.query('DROP COLLATION fold_case');
  }
}
