import type { AuditStatus } from '@authengine/contracts';

/**
 * One line of the audit log. Ids are plain texts: their target may be gone, and older entries have ids that are not
 * UUIDs.
 */
export interface AuditEntry {
  readonly id: string;
  /** The event's name. */
  readonly action: string;
  readonly resource: string;
  readonly resourceId: string | null;
  readonly actorId: string | null;
  readonly targetUserId: string | null;
  readonly tenantId: string | null;
  readonly status: AuditStatus;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
}

/** An entry in the form of the outbox and of `GET /platform/audit`. */
export interface AuditEntryJson {
  readonly id: string;
  readonly action: string;
  readonly resource: string;
  readonly resource_id: string | null;
  readonly actor_id: string | null;
  readonly target_user_id: string | null;
  readonly tenant_id: string | null;
  readonly status: AuditStatus;
  readonly ip_address: string | null;
  readonly user_agent: string | null;
  readonly request_id: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** RFC 3339, UTC, milliseconds. */
  readonly created_at: string;
}

export function entryToJson(entry: AuditEntry): AuditEntryJson {
  return {
    id: entry.id,
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
    created_at: entry.createdAt.toISOString(),
  };
}

export function entryFromJson(json: AuditEntryJson): AuditEntry {
  return {
    id: json.id,
    action: json.action,
    resource: json.resource,
    resourceId: json.resource_id,
    actorId: json.actor_id,
    targetUserId: json.target_user_id,
    tenantId: json.tenant_id,
    status: json.status,
    ipAddress: json.ip_address,
    userAgent: json.user_agent,
    requestId: json.request_id,
    metadata: json.metadata,
    createdAt: new Date(json.created_at),
  };
}
