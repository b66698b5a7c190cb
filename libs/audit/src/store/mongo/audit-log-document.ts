import type { AuditEntry } from '../../entry/audit-entry.js';
import type { AuditLogDocument } from './audit-log.schema.js';

export function entryToDocument(entry: AuditEntry): AuditLogDocument {
  return {
    _id: entry.id,
    action: entry.action,
    resource: entry.resource,
    resource_id: entry.resourceId,
    actor_id: entry.actorId,
    target_user_id: entry.targetUserId,
    tenant_id: entry.tenantId,
    status: entry.status,
    ip_address: entry.ipAddress,
    user_agent: entry.userAgent,
    request_id: entry.requestId,
    metadata: entry.metadata,
    created_at: entry.createdAt,
  };
}

/** The predecessor's documents lack some fields (it had no request ids). */
export function entryFromDocument(document: Partial<AuditLogDocument> & Pick<AuditLogDocument, '_id' | 'action' | 'status' | 'created_at'>): AuditEntry {
  return {
    id: document._id,
    action: document.action,
    resource: document.resource ?? '',
    resourceId: document.resource_id ?? null,
    actorId: document.actor_id ?? null,
    targetUserId: document.target_user_id ?? null,
    tenantId: document.tenant_id ?? null,
    status: document.status,
    ipAddress: document.ip_address ?? null,
    userAgent: document.user_agent ?? null,
    requestId: document.request_id ?? null,
    metadata: document.metadata ?? {},
    createdAt: document.created_at,
  };
}
