import { auditEventCatalogue } from '@authengine/contracts';
import { entryToJson, type AuditEntry, type AuditEntryJson } from '../entry/audit-entry.js';

/** The event of a test message. It is nobody's act, so the audit log does not have it. */
export const TEST_EVENT = 'webhook.test';

/** The body of a delivery; `type`, `timestamp` and `data` are those of Standard Webhooks. */
export interface WebhookMessage {
  /** The event's name. */
  readonly type: string;
  /** The version of the event's payload; it rises when a field of `data` goes or changes its meaning. */
  readonly version: number;
  readonly timestamp: string;
  readonly data: AuditEntryJson | Readonly<Record<string, never>>;
}

export function messageOf(entry: AuditEntry): WebhookMessage {
  const version = auditEventCatalogue().find(({ name }) => name === entry.action)?.version ?? 1;
  const data = entryToJson(entry);
  return { type: entry.action, version, timestamp: data.created_at, data };
}

export function testMessage(at: Date): WebhookMessage {
  return { type: TEST_EVENT, version: 1, timestamp: at.toISOString(), data: {} };
}
