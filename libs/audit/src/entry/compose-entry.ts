import { currentRequest, type AuditDetails, type AuditEvent, type Principal } from '@authengine/contracts';
import type { AuditEntry } from './audit-entry.js';
import { newEntryId } from './entry-id.js';
import { entryMetadata, type RefusalFacts } from './entry-metadata.js';
import { safeText } from './safe-text.js';

const MAX_ID = 128;
const MAX_ADDRESS = 64;

export interface EntryContext {
  readonly at: Date;
  /** The entry's id, when it was chosen before. */
  readonly id?: string;
  /** The tenant in the route; it counts when the details name none. */
  readonly tenantId?: string | null;
  readonly facts?: RefusalFacts;
}

/** The entry for `event` with `details`; the current request adds the actor and the origin. */
export function composeEntry(event: AuditEvent, details: AuditDetails, context: EntryContext): AuditEntry {
  const request = currentRequest();
  const actorId = details.actorId === undefined ? principalId(request?.principal) : details.actorId;
  const tenantId = details.tenantId === undefined ? context.tenantId : details.tenantId;
  return {
    id: context.id ?? newEntryId(context.at),
    action: event.name,
    resource: event.resource,
    resourceId: textOrNull(details.resourceId, MAX_ID),
    actorId: textOrNull(actorId, MAX_ID),
    targetUserId: textOrNull(details.targetUserId, MAX_ID),
    tenantId: textOrNull(tenantId, MAX_ID),
    status: details.status ?? 'success',
    ipAddress: details.actorAbsent ? null : textOrNull(request?.ip, MAX_ADDRESS),
    userAgent: details.actorAbsent ? null : textOrNull(request?.userAgent),
    requestId: textOrNull(request?.requestId, MAX_ID),
    metadata: entryMetadata(event, details.metadata, context.facts),
    createdAt: context.at,
  };
}

function principalId(principal: Principal | null | undefined): string | null {
  if (!principal) return null;
  return principal.kind === 'user' ? principal.userId : principal.keyId;
}

function textOrNull(text: string | null | undefined, max?: number): string | null {
  return text === null || text === undefined || text === '' ? null : safeText(text, max);
}
