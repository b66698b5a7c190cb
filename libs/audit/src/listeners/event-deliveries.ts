import { Clock } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { entryFromJson, entryToJson, type AuditEntry, type AuditEntryJson } from '../entry/audit-entry.js';

/** Longer than a listener may take, so that two nodes never deliver the same event at once. */
const LEASE_MS = 60_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 300_000;

export interface Delivery {
  readonly seq: string;
  readonly listener: string;
  readonly attempts: number;
  readonly entry: AuditEntry;
}

/** Only the first delivery of each listener and subject, so that later ones wait for it. */
const CLAIM = `
UPDATE event_deliveries SET attempts = attempts + 1, next_attempt_at = $2
 WHERE seq = (
   SELECT due.seq FROM event_deliveries due
    WHERE due.next_attempt_at <= $1 AND due.listener = ANY($3::text[])
      AND NOT EXISTS (SELECT 1 FROM event_deliveries before WHERE before.listener = due.listener AND before.subject = due.subject AND before.seq < due.seq)
    ORDER BY due.next_attempt_at, due.seq LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING seq, listener, attempts, entry`;

/** The events that listeners have not received yet. They are in Postgres, together with the data they describe. */
@Injectable()
export class EventDeliveries {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Joins the running transaction. */
  async add(entry: AuditEntry, listeners: readonly string[]): Promise<void> {
    const subject = entry.resourceId ?? entry.targetUserId ?? entry.tenantId ?? '';
    await this.transactions.manager.query('INSERT INTO event_deliveries (listener, subject, entry, next_attempt_at) SELECT listener, $2, $3::jsonb, $4 FROM unnest($1::text[]) AS listener', [
      listeners,
      subject,
      JSON.stringify(entryToJson({ ...entry, ipAddress: null, userAgent: null })),
      this.clock.now(),
    ]);
  }

  /** The next due delivery for one of these listeners; nobody else gets it meanwhile. Null when none is due. */
  async claim(listeners: readonly string[]): Promise<Delivery | null> {
    const now = this.clock.now();
    const [rows] = await this.transactions.manager.query<[(Omit<Delivery, 'entry'> & { readonly entry: AuditEntryJson })[], number]>(CLAIM, [now, new Date(now.getTime() + LEASE_MS), listeners]);
    const [row] = rows;
    return row ? { ...row, entry: entryFromJson(row.entry) } : null;
  }

  async done({ seq }: Delivery): Promise<void> {
    await this.transactions.manager.query('DELETE FROM event_deliveries WHERE seq = $1', [seq]);
  }

  /** The delivery is repeated, after a longer pause each time. */
  async failed({ seq, attempts }: Delivery): Promise<void> {
    const wait = Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_RETRY_MS);
    await this.transactions.manager.query('UPDATE event_deliveries SET next_attempt_at = $2 WHERE seq = $1', [seq, new Date(this.clock.now().getTime() + wait)]);
  }

  /** The number of deliveries for other listeners: those of a removed extension, or of a newer build. */
  async ofOthers(listeners: readonly string[]): Promise<number> {
    const [row] = await this.transactions.manager.query<{ count: number }[]>('SELECT count(*)::int AS count FROM event_deliveries WHERE listener <> ALL($1::text[])', [listeners]);
    return row?.count ?? 0;
  }
}
