import { decodeCursor, pageOf, type Page } from '@authengine/contracts';
import { Injectable } from '@nestjs/common';
import type { AuditEntry } from '../entry/audit-entry.js';
import type { AuditPageRequest } from '../log/audit-log.js';
import { AuditRelay } from '../relay/audit-relay.js';
import { AuditStore } from '../store/audit-store.js';
import { inPlainWords, type OwnEntry } from './plain-words.js';

/** What is on record about a person, for that person. */
@Injectable()
export class MyAudit {
  constructor(
    private readonly store: AuditStore,
    private readonly relay: AuditRelay,
  ) {}

  /**
   * What they did and what was done to them, newest first. Everything that was committed before the call is in it.
   * @throws ServerErrors.unavailable when the store cannot be reached, or does not catch up in time
   * @throws RequestErrors.invalid for a forged cursor
   */
  async read(userId: string, { limit, cursor }: AuditPageRequest): Promise<Page<OwnEntry>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    await this.relay.flush();
    const window = { limit: limit + 1, after };
    // Two questions, since each has an index that gives its entries in order.
    const [done, met] = await Promise.all([this.store.query({ actorId: userId }, window), this.store.query({ targetUserId: userId }, window)]);
    const entries = [...new Map([...done, ...met].map((entry) => [entry.id, entry])).values()].sort(newestFirst);
    const page = pageOf(entries.slice(0, limit + 1), limit);
    return { ...page, items: page.items.map((entry) => inPlainWords(entry, userId)) };
  }
}

/** As stores sort. */
function newestFirst(a: AuditEntry, b: AuditEntry): number {
  return b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1);
}
