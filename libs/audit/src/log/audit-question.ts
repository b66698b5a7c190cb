import { canonicalAddress, type AuditStatus } from '@authengine/contracts';
import type { AuditFilter } from '../store/audit-store.js';
import { actionFilter } from './action-filter.js';

/** A reader's question, in the names of the wire format. */
export interface AuditQuestion {
  readonly actor_id?: string | undefined;
  readonly target_user_id?: string | undefined;
  readonly tenant_id?: string | undefined;
  /** An event's name, the beginning of names (`tenant.*`), or the predecessor's name. */
  readonly action?: string | undefined;
  readonly resource?: string | undefined;
  readonly status?: AuditStatus | undefined;
  readonly ip_address?: string | undefined;
  readonly request_id?: string | undefined;
  /** RFC 3339; inclusive, like `to`. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export function filterOf(question: AuditQuestion): AuditFilter {
  const { actions, statuses } = question.action === undefined ? {} : actionFilter(question.action);
  return {
    actorId: question.actor_id?.toLowerCase(),
    targetUserId: question.target_user_id?.toLowerCase(),
    tenantId: question.tenant_id?.toLowerCase(),
    actions,
    statuses: narrowed(statuses, question.status),
    resource: question.resource,
    ipAddress: question.ip_address === undefined ? undefined : (canonicalAddress(question.ip_address) ?? question.ip_address),
    requestId: question.request_id,
    from: question.from === undefined ? undefined : new Date(question.from),
    to: question.to === undefined ? undefined : new Date(question.to),
  };
}

/** The filters of a question, for the record of its asking. */
export function givenFilters({ actor_id, target_user_id, tenant_id, action, resource, status, ip_address, request_id, from, to }: AuditQuestion): Record<string, string> {
  const filters = { actor_id, target_user_id, tenant_id, action, resource, status, ip_address, request_id, from, to };
  return Object.fromEntries(Object.entries(filters).filter((filter): filter is [string, string] => filter[1] !== undefined));
}

function narrowed(meant: readonly AuditStatus[] | undefined, asked: AuditStatus | undefined): readonly AuditStatus[] | undefined {
  if (asked === undefined) return meant;
  return (meant ?? [asked]).filter((status) => status === asked);
}
