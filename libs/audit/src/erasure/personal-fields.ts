import { personalMetadata } from '@authengine/contracts';
import type { Transactions } from '@authengine/persistence';

/** Puts the personal fields of this build on record, for nodes of other builds. */
export async function recordPersonalFields(transactions: Transactions): Promise<void> {
  await transactions.manager.query('INSERT INTO audit_personal_fields (name) SELECT unnest($1::text[]) ON CONFLICT (name) DO NOTHING', [personalMetadata()]);
}

/**
 * The personal metadata fields of all builds that have used this database. A node of another build, or without an extension that
 * was there before, relays and erases entries whose events it does not declare.
 */
export async function personalFields(transactions: Transactions): Promise<readonly string[]> {
  const rows = await transactions.manager.query<{ name: string }[]>('SELECT name FROM audit_personal_fields');
  return [...new Set([...personalMetadata(), ...rows.map(({ name }) => name)])].sort();
}
