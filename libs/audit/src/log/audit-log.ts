import { AuditTrail, decodeCursor, pageOf, type AuditStatus, type Page } from '@authengine/contracts';
import { Injectable } from '@nestjs/common';
import type { AuditEntry } from '../entry/audit-entry.js';
import { AuditRelay } from '../relay/audit-relay.js';
import { AuditStore } from '../store/audit-store.js';
import { actionFilter } from './action-filter.js';

/** A reader's question, in the names of the wire format. */
export interface AuditQuestion {
  readonly actor_id?: string | undefined;
  readonly target_user_id?: string | undefined;
  readonly tenant_id?: string | undefined;
  /** An event's name, or the predecessor's. */
  readonly action?: string | undefined;
  readonly resource?: string | undefined;
  readonly status?: AuditStatus | undefined;
  readonly request_id?: string | undefined;
  /** RFC 3339; inclusive, like `to`. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

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
    this.trail.describe({ metadata: { filters: given(question) } });
    await this.relay.flush();
    const { actions, statuses } = question.action === undefined ? {} : actionFilter(question.action);
    const filter = {
      actorId: question.actor_id?.toLowerCase(),
      targetUserId: question.target_user_id?.toLowerCase(),
      tenantId: question.tenant_id?.toLowerCase(),
      actions,
      statuses: narrowed(statuses, question.status),
      resource: question.resource,
      requestId: question.request_id,
      from: question.from === undefined ? undefined : new Date(question.from),
      to: question.to === undefined ? undefined : new Date(question.to),
    };
    return pageOf(await this.store.query(filter, { limit: page.limit + 1, after }), page.limit);
  }
}

function narrowed(meant: readonly AuditStatus[] | undefined, asked: AuditStatus | undefined): readonly AuditStatus[] | undefined {
  if (asked === undefined) return meant;
  return (meant ?? [asked]).filter((status) => status === asked);
}

function given(question: AuditQuestion): Record<string, string> {
  const { actor_id, target_user_id, tenant_id, action, resource, status, request_id, from, to } = question;
  const filters = { actor_id, target_user_id, tenant_id, action, resource, status, request_id, from, to };
  return Object.fromEntries(Object.entries(filters).filter((filter): filter is [string, string] => filter[1] !== undefined));
}
