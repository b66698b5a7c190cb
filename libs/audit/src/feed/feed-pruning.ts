import { Settings } from '@authengine/config';
import { Clock } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';

const DAY_MS = 24 * 3_600_000;
const BATCH = 5_000;
const MAX_POSITION = '9223372036854775807';
const V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7/;

/**
 * A row goes when it is old and comes before every young one, when its tenant's stream has a later one (the last is somebody's
 * cursor, however quiet the tenant), and when no webhook still has to be told of it. So of one tenant's rows no later one goes before
 * an earlier one. An id begins with its time (RFC 9562 section 5.7); one whose transaction took long comes after younger ones. No
 * index answers IS NOT DISTINCT FROM, so there are two questions for a later row.
 */
const PRUNE = `
DELETE FROM audit_feed WHERE position IN (
  SELECT old.position FROM audit_feed old
   WHERE old.entry_id < $1::uuid
     AND old.position < coalesce((SELECT young.position FROM audit_feed young WHERE young.entry_id >= $1::uuid ORDER BY young.position LIMIT 1), ${MAX_POSITION})
     AND CASE WHEN old.tenant_id IS NULL
           THEN EXISTS (SELECT 1 FROM audit_feed later WHERE later.tenant_id IS NULL AND later.position > old.position)
           ELSE EXISTS (SELECT 1 FROM audit_feed later WHERE later.tenant_id = old.tenant_id AND later.position > old.position) END
     AND NOT EXISTS (SELECT 1 FROM webhooks waiting WHERE waiting.enabled AND waiting.position < old.position AND (waiting.tenant_id IS NULL OR waiting.tenant_id::text = old.tenant_id))
   ORDER BY old.position LIMIT ${BATCH})`;

/** Keeps the order of entries as long as consumers may be away: `AUDIT_STREAM_DAYS`. */
@Injectable()
export class FeedPruning {
  constructor(
    private readonly settings: Settings,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** The smallest id that an entry can have that is young enough to be kept. */
  private oldestKept(): string {
    const ms = Math.max(0, this.clock.now().getTime() - this.settings.values.AUDIT_STREAM_DAYS * DAY_MS);
    const hex = ms.toString(16).padStart(12, '0');
    return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
  }

  /** Whether the entry may have been in the feed and is not any more. */
  mayHaveGone(entryId: string): boolean {
    return V7.test(entryId) && entryId < this.oldestKept();
  }

  async prune(isStopping: () => boolean): Promise<void> {
    for (let deleted = BATCH; deleted === BATCH && !isStopping(); ) {
      [, deleted] = await this.transactions.manager.query<[unknown, number]>(PRUNE, [this.oldestKept()]);
    }
  }
}
