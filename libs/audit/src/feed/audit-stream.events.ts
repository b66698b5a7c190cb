import { defineAuditEvents, fact } from '@authengine/contracts';

export const AuditStreamEvents = defineAuditEvents({
  read: {
    name: 'audit.stream.read',
    description: 'A consumer followed the audit log, of a tenant or of the whole platform, and got entries other than such readings',
    resource: 'AuditLog',
    metadata: { after: fact.text, entries: fact.count },
  },
});
