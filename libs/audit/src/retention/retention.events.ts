import { defineAuditEvents, fact } from '@authengine/contracts';

/** It is never removed itself: with it, the verifier tells entries that went lawfully from those that somebody took. */
export const RetentionEvents = defineAuditEvents({
  expired: {
    name: 'audit.entries.expired',
    description: 'Entries of the audit log were removed, since they had been kept as long as the settings say; signed checkpoints have them',
    resource: 'AuditLog',
    metadata: { expiry_id: fact.text, entries: fact.count, older_than: fact.time, events: fact.texts, platform_size: fact.count, tenant_size: fact.count, platform_leaves: fact.text, tenant_leaves: fact.text },
  },
});
