import type { PostgresAddress } from '@authengine/persistence';
import { Client } from 'pg';
/** A migrated database of a test file's own. */
export interface TestDatabase {
  readonly address: PostgresAddress;
  close(): Promise<void>;
}

type Open = () => Promise<TestDatabase>;

/** A new, migrated database: its schema, its rows, and where its sequences stand. */
interface Fresh {
  readonly schema: string;
  readonly tables: readonly string[];
  readonly rows: ReadonlyMap<string, string>;
  readonly sequences: readonly string[];
}

/**
 * Embedded databases that one spec after the other uses, since opening one costs more than most specs do with it. One that
 * is given back is as new: no rows but those of the migrations. Where a spec changed the schema it is closed instead.
 */
export class KeptDatabases {
  private readonly free: TestDatabase[] = [];
  private fresh: Fresh | undefined;

  async open(anew: Open): Promise<TestDatabase> {
    const database = this.free.pop() ?? (await anew());
    this.fresh ??= await connected(database, freshness);
    let given = false;
    return {
      address: database.address,
      close: async () => {
        if (given) return;
        given = true;
        await this.giveBack(database, this.fresh);
      },
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.free.splice(0).map((database) => database.close()));
  }

  private async giveBack(database: TestDatabase, fresh: Fresh | undefined): Promise<void> {
    const asNew = fresh !== undefined && (await connected(database, (client) => renew(client, fresh)).catch(() => false));
    if (asNew) this.free.push(database);
    else await database.close();
  }
}

async function connected<T>({ address }: TestDatabase, work: (client: Client) => Promise<T>): Promise<T> {
  if (address.kind !== 'embedded') throw new Error('only embedded databases are kept');
  const client = new Client({ host: address.host, port: address.port, user: 'postgres', database: 'postgres' });
  await client.connect();
  try {
    // There is one session behind all connections: locks and settings of the last user are still its.
    await client.query('DISCARD ALL');
    return await work(client);
  } finally {
    await client.end();
  }
}

async function freshness(client: Client): Promise<Fresh> {
  const tables = (await column(client, TABLES)).map(String);
  const rows = new Map<string, string>();
  for (const table of await filled(client, tables)) rows.set(table, String((await column(client, `SELECT json_agg(t)::text FROM ${table} t`))[0]));
  return { schema: await schemaOf(client), tables, rows, sequences: (await column(client, SEQUENCES)).map(String) };
}

/** False when the schema is another one now. */
async function renew(client: Client, { schema, tables, rows, sequences }: Fresh): Promise<boolean> {
  if ((await schemaOf(client)) !== schema) return false;
  const used = await filled(client, tables);
  // The rows go and those of the migrations come back in any order, and no trigger acts on either.
  await client.query("SET session_replication_role = 'replica'");
  // A table that is truncated gets new files, which costs more than to delete what one spec left in it.
  const large = (await column(client, `SELECT t FROM unnest($1::text[]) t WHERE pg_table_size(t::regclass) > ${LARGE_BYTES}`, [used])).map(String);
  if (large.length > 0) await client.query(`TRUNCATE ${large.join(', ')} CASCADE`);
  await client.query(used.filter((table) => !large.includes(table)).map((table) => `DELETE FROM ${table}`).join('; '));
  for (const [table, json] of rows) {
    const columns = (await column(client, `SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute WHERE attrelid = '${table}'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`)).join();
    await client.query(`INSERT INTO ${table} (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1)`, [json]);
  }
  for (const sequence of sequences) await client.query(sequence);
  await client.query('DISCARD ALL');
  return true;
}

async function filled(client: Client, tables: readonly string[]): Promise<string[]> {
  return (await column(client, tables.map((table) => `SELECT '${table}' WHERE EXISTS (SELECT FROM ${table})`).join(' UNION ALL '))).map(String);
}

async function schemaOf(client: Client): Promise<string> {
  return String((await column(client, SCHEMA))[0]);
}

async function column(client: Client, query: string, values: unknown[] = []): Promise<unknown[]> {
  const { rows } = await client.query<unknown[]>({ text: query, values, rowMode: 'array' });
  return rows.map(([value]) => value);
}

/** What later specs would wade through, since deleted rows stay where they were. */
const LARGE_BYTES = 200_000;
const OURS = "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'";
/** Partitions are emptied with their table. */
const TABLES = `SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND ${OURS} ORDER BY 1`;
/** Each as the statement that sets it. */
const SEQUENCES = "SELECT format('SELECT setval(%L, %s, %L)', format('%I.%I', schemaname, sequencename), coalesce(last_value, start_value), last_value IS NOT NULL) FROM pg_sequences ORDER BY 1";
/** A digest of everything that a migration or a spec may change, but rows. */
const SCHEMA = `
  SELECT md5(string_agg(line, E'\\n' ORDER BY line)) FROM (
    SELECT concat_ws(' ', n.nspname, c.relname, c.relkind, c.reloptions) AS line FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${OURS}
    UNION ALL SELECT concat_ws(' ', c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated, a.attidentity, pg_get_expr(d.adbin, d.adrelid))
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v') AND ${OURS}
    UNION ALL SELECT concat_ws(' ', t.tgenabled, pg_get_triggerdef(t.oid)) FROM pg_trigger t WHERE NOT t.tgisinternal
    UNION ALL SELECT concat_ws(' ', p.oid::regprocedure, md5(p.prosrc)) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${OURS}
    UNION ALL SELECT concat_ws(' ', o.conrelid::regclass, o.conname, pg_get_constraintdef(o.oid)) FROM pg_constraint o JOIN pg_namespace n ON n.oid = o.connamespace WHERE ${OURS}
    UNION ALL SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${OURS}
    UNION ALL SELECT rolname FROM pg_roles
    UNION ALL SELECT concat_ws(' ', s.setdatabase, s.setrole, s.setconfig) FROM pg_db_role_setting s
  ) AS all_of_it`;
