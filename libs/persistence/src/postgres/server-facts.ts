import type { Client } from 'pg';
import { SESSION_LIMITS } from './session-limits.js';

/**
 * The oldest version whose transaction ids do not wrap (pg_current_xact_id), and where a database's owner may add
 * pg_trgm.
 */
const OLDEST = 13;

interface ServerFacts {
  readonly version: number;
  readonly encoding: string;
  readonly standby: boolean;
  readonly read_only: boolean;
  readonly schema: string | null;
  readonly database: string;
  readonly role: string;
}

/**
 * Faults of the server, the database or the role that stop a start; each is the end of a line that begins with the
 * server's name.
 */
export async function serverFaults(client: Client): Promise<string[]> {
  const { rows } = await client.query<ServerFacts>(
    `SELECT current_setting('server_version_num')::integer / 10000 AS version, pg_encoding_to_char(encoding) AS encoding, pg_is_in_recovery() AS standby,
            current_setting('transaction_read_only') = 'on' AS read_only, current_schema() AS schema, datname AS database, current_user AS role
     FROM pg_database WHERE datname = current_database()`,
  );
  const facts = rows[0];
  if (!facts) return ['does not tell its database'];
  const { version, encoding, standby, read_only: readOnly, schema, database, role } = facts;
  return [
    ...(version < OLDEST ? [`is version ${version}; this service needs ${OLDEST} or newer`] : []),
    ...(encoding === 'UTF8' ? [] : [`has database ${database} in ${encoding}, which cannot hold every name; make one with UTF8 (CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0) and name it`]),
    ...(standby ? ['is a standby, which can only be read; name the primary'] : []),
    ...(readOnly && !standby ? [`lets role ${role} only read (default_transaction_read_only); switch that off`] : []),
    ...(schema === null ? [`has no schema on the search_path of role ${role} in database ${database}; CREATE SCHEMA public, or set the search_path`] : []),
  ];
}

/** Whether the session keeps its start settings; behind a pooler it does not. */
export async function keepsLimits(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ limit: string }>("SELECT setting AS limit FROM pg_settings WHERE name = 'statement_timeout'");
  return rows[0]?.limit === String(SESSION_LIMITS.statement_timeout);
}
