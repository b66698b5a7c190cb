import { RequestErrors } from '@authengine/contracts';
import { Injectable } from '@nestjs/common';
import { AuditFeed } from './audit-feed.js';
import { AuditStreamErrors } from './audit-stream.errors.js';
import { FeedPruning } from './feed-pruning.js';

/** Where consumers were: each says it by the last entry that it has. */
@Injectable()
export class FeedCursors {
  constructor(
    private readonly feed: AuditFeed,
    private readonly pruning: FeedPruning,
  ) {}

  /**
   * The position of an entry in the feed of a tenant, or of all (null), when nothing after it has been pruned. In the feed of all,
   * the last entry of a quiet tenant outlives later ones of others.
   * @throws AuditStreamErrors.cursor_expired when something after it may be gone, RequestErrors.invalid for an entry that is not in this log
   */
  async positionOf(entryId: string, tenantId: string | null): Promise<string> {
    const position = await this.feed.positionOf(entryId, tenantId);
    if (position === null && this.pruning.mayHaveGone(entryId)) throw AuditStreamErrors.cursor_expired();
    if (position === null) throw RequestErrors.invalid({ errors: [{ field: 'after', message: 'after must be the id of an entry of this audit log' }] });
    if (tenantId === null && BigInt(position) < BigInt(await this.feed.prunedUpTo())) throw AuditStreamErrors.cursor_expired();
    return position;
  }
}
