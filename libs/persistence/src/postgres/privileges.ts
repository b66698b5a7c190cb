import type { QueryRunner } from 'typeorm';
import { named } from './open-postgres-server.js';

interface Privileges {
  readonly role: string;
  readonly database: string;
  readonly schema: string;
  readonly tables: boolean;
  readonly extensions: boolean;
  readonly installed: boolean;
  readonly available: boolean;
}

/** The privileges that the role lacks to update the schema, with the statements that grant them. */
export async function privilegeFaults(runner: QueryRunner, url: string): Promise<string[]> {
  const [row] = await runner.manager.query<Privileges[]>(
    `SELECT current_user AS role, current_database() AS database, current_schema() AS schema,
            has_schema_privilege(current_schema(), 'CREATE') AS tables, has_database_privilege(current_database(), 'CREATE') AS extensions,
            EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') AS installed,
            EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm') AS available`,
  );
  if (!row) return [];
  const { role, database, schema, tables, extensions, installed, available } = row;
  // Since PostgreSQL 15 only the database's owner may make tables in its schema public.
  return [
    ...(tables ? [] : [named(url, `does not let role ${role} make tables in schema ${schema} of database ${database}; run there: GRANT CREATE ON SCHEMA ${schema} TO ${role}`)]),
    ...(installed || !available || extensions ? [] : [named(url, `does not let role ${role} add the extension pg_trgm to database ${database}; run there: GRANT CREATE ON DATABASE ${database} TO ${role}`)]),
    ...(installed || available ? [] : [named(url, 'lacks the extension pg_trgm; install its package (postgresql-contrib)')]),
  ];
}
