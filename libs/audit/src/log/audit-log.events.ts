import { defineAuditEvents, fact } from '@authengine/contracts';

export const AuditLogEvents = defineAuditEvents({
  read: {
    name: 'audit.log.read',
    description: 'Someone read the audit log, of a tenant or of the whole platform',
    plain: 'You read an audit log',
    resource: 'AuditLog',
    metadata: { filters: fact.fields },
  },
  exported: {
    name: 'audit.log.exported',
    description: 'Someone began to export the audit log, of a tenant or of the whole platform',
    plain: 'You exported an audit log',
    resource: 'AuditLog',
    metadata: { filters: fact.fields, format: fact.text },
  },
});
