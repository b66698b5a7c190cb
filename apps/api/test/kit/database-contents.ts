import { ServiceKeyUsage } from '@authengine/introspection';
import type { TestApp } from '../test-app.js';

/** Tables that anyone's request may write to: records, queues, counters. */
export const WRITTEN_BY_ALL = new Set([
  'audit_outbox', 'audit_entries', 'audit_feed', 'copy_changes', 'migrations', 'mail_queue', 'sessions',
  // The evidence that follows each record.
  'audit_logs', 'audit_expiries', 'audit_places', 'audit_nodes', 'audit_unplaced', 'audit_checkpoints', 'audit_signing_keys',
  // The browser's session at the provider, which its pages keep.
  'oidc_artefacts',
  // The relay carries erasures out, after the answer.
  'audit_erasures',
]);

/** What must stay as it is in tables that are written to by all. */
const OF_THESE = ['SELECT id, tenant_id, ended_at FROM sessions ORDER BY id', 'SELECT pseudonym, erased_at FROM audit_erasures ORDER BY pseudonym'];

/** Everything in the database that a request without leave to change anything must leave as it is. */
export async function databaseContents({ app, dataSource }: TestApp): Promise<string> {
  // Written some seconds after a key was used.
  await app.get(ServiceKeyUsage, { strict: false }).settle();
  const tables = await dataSource.query<{ t: string }[]>("SELECT table_name AS t FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1");
  const contents: unknown[] = [];
  for (const { t } of tables) if (!WRITTEN_BY_ALL.has(t)) contents.push(t, await dataSource.query(`SELECT to_jsonb(x) AS row FROM ${t} x ORDER BY to_jsonb(x)::text`));
  for (const query of OF_THESE) contents.push(await dataSource.query(query));
  return JSON.stringify(contents);
}
