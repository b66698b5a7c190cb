import { spellingsOf } from '@authengine/kernel';
import type { Transactions } from '@authengine/persistence';
import { entryToJson, type AuditEntry } from '../../entry/audit-entry.js';
import { withoutPerson, type PersonErasure } from '../../erasure/without-person.js';
import type { AuditFilter, AuditStore } from '../../store/audit-store.js';
import { metadataField, ORIGIN_FIELDS, personalValue } from '../leaf/personal-fields.js';

const PAGE = 500;
const REMOVE = `
UPDATE audit_places SET salts = audit_places.salts - gone.fields
  FROM (SELECT id, ARRAY(SELECT jsonb_array_elements_text(lost)) AS fields FROM jsonb_to_recordset($1::jsonb) AS row (id uuid, lost jsonb)) AS gone
 WHERE audit_places.entry_id = gone.id`;

/** Removes the salts of what an erasure removes from the store: without its salt nobody can test guesses of a value. */
export class SaltErasure {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: AuditStore,
  ) {}

  /** Call it, and let it commit, before the store erases; it may be called again. */
  async remove(person: PersonErasure, personal: readonly string[]): Promise<void> {
    for (const filter of concerning(person)) {
      for await (const entries of this.pages(filter)) {
        const rows = entries.map((entry) => ({ id: entry.id, lost: lostFields(entry, person, personal) })).filter(({ lost }) => lost.length > 0);
        if (rows.length > 0) await this.transactions.manager.query(REMOVE, [JSON.stringify(rows)]);
      }
    }
  }

  private async *pages(filter: AuditFilter): AsyncGenerator<readonly AuditEntry[]> {
    for (let after: AuditEntry | undefined; ; ) {
      const page = await this.store.query(filter, { limit: PAGE, after });
      if (page.length > 0) yield page;
      if (page.length < PAGE) return;
      after = page.at(-1);
    }
  }
}

function concerning({ pseudonym, address, erasedAt }: PersonErasure): AuditFilter[] {
  return [{ actorId: pseudonym }, { targetUserId: pseudonym }, ...(address === null ? [] : [{ naming: spellingsOf(address), to: erasedAt }])];
}

/**
 * The fields that the entry must not have after the erasure. Those that it has lost already are named too: an older
 * version may have removed them and left their salts.
 */
function lostFields(entry: AuditEntry, person: PersonErasure, personal: readonly string[]): string[] {
  const whole = { ...entry, ipAddress: entry.ipAddress ?? '-', userAgent: entry.userAgent ?? '-' };
  const ofTarget = entry.targetUserId === person.pseudonym ? personal : [];
  const metadata = { ...Object.fromEntries(ofTarget.map((name) => [name, '-'])), ...entry.metadata };
  const left = entryToJson(withoutPerson({ ...whole, metadata }, person, personal));
  return [...ORIGIN_FIELDS, ...Object.keys(metadata).map(metadataField)].filter((field) => personalValue(left, field) === undefined);
}
