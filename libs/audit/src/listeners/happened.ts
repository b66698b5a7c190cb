import type { HappenedEvent } from '@authengine/contracts';
import type { AuditEntry } from '../entry/audit-entry.js';

/** The entry as listeners see it. Only the log has the request's origin. */
export function happened({ id, action, status, createdAt, actorId, targetUserId, tenantId, resourceId, metadata }: AuditEntry): HappenedEvent {
  return { id, name: action, status, at: createdAt, actorId, targetUserId, tenantId, resourceId, metadata };
}
