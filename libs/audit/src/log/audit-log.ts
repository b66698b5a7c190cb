import { AuditTrail, decodeCursor, pageOf, type Page } from '@authengine/contracts';
import { Injectable } from '@nestjs/common';
import type { AuditEntry } from '../entry/audit-entry.js';
import { AuditRelay } from '../relay/audit-relay.js';
import { AuditStore } from '../store/audit-store.js';
import { filterOf, givenFilters, type AuditQuestion } from './audit-question.js';

export interface AuditPageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The audit log for people to query. */
@Injectable()
export class AuditLog {
  constructor(
    private readonly store: AuditStore,
    private readonly relay: AuditRelay,
    private readonly trail: AuditTrail,
  ) {}

  /**
   * Newest first. The answer contains everything that was committed before the call.
   * @throws ServerErrors.unavailable when the store cannot be reached, or does not catch up in time
   * @throws RequestErrors.invalid for a forged cursor
   */
  async read(question: AuditQuestion, page: AuditPageRequest): Promise<Page<AuditEntry>> {
    const after = page.cursor === undefined ? undefined : decodeCursor(page.cursor);
    this.trail.describe({ metadata: { filters: givenFilters(question) } });
    await this.relay.flush();
    return pageOf(await this.store.query(filterOf(question), { limit: page.limit + 1, after }), page.limit);
  }
}
