import { AuditTrail } from '@authengine/contracts';
import { Injectable } from '@nestjs/common';
import type { AuditEntry } from '../entry/audit-entry.js';
import { AuditRelay } from '../relay/audit-relay.js';
import { AuditFeed, FEED_START } from './audit-feed.js';
import { AuditStreamEvents } from './audit-stream.events.js';
import { LATEST, type AuditStreamQuery } from './dto/audit-stream.dto.js';
import { FeedCursors } from './feed-cursors.js';

export interface StreamPage {
  readonly entries: readonly AuditEntry[];
  readonly next: string | null;
  readonly more: boolean;
}

/** The audit log for programs to follow: whoever asks for what came after the last entry they have gets each entry once. */
@Injectable()
export class AuditStream {
  constructor(
    private readonly feed: AuditFeed,
    private readonly relay: AuditRelay,
    private readonly trail: AuditTrail,
    private readonly cursors: FeedCursors,
  ) {}

  /**
   * The entries of a tenant, or of all (null). The answer has everything that was committed before the call, up to the limit.
   * @throws ServerErrors.unavailable when the store cannot be reached, or does not catch up in time
   * @throws RequestErrors.invalid for an entry that is not in this log, AuditStreamErrors.cursor_expired for one of too long ago
   */
  async read(tenantId: string | null, { after, limit }: AuditStreamQuery): Promise<StreamPage> {
    await this.relay.flush();
    const page = after === LATEST ? await this.end(tenantId) : await this.after(tenantId, after?.toLowerCase(), limit);
    // Otherwise each reading would be something new to read, and no reader would ever come to the end.
    if (page.entries.every(({ action }) => action === AuditStreamEvents.read.name)) await this.trail.leaveToOthers();
    else this.trail.describe({ metadata: { after, entries: page.entries.length } });
    return page;
  }

  private async end(tenantId: string | null): Promise<StreamPage> {
    return { entries: [], next: (await this.feed.last(tenantId))?.entryId ?? null, more: false };
  }

  private async after(tenantId: string | null, after: string | undefined, limit: number): Promise<StreamPage> {
    const position = after === undefined ? FEED_START : await this.cursors.positionOf(after, tenantId);
    const rows = await this.feed.rowsAfter(position, tenantId, limit + 1);
    // Rows that were pruned since the cursor was looked at are missing here.
    if (after !== undefined) await this.cursors.positionOf(after, tenantId);
    const told = rows.slice(0, limit);
    return { entries: await this.feed.entries(told.map(({ entryId }) => entryId)), next: told.at(-1)?.entryId ?? after ?? null, more: rows.length > limit };
  }
}
