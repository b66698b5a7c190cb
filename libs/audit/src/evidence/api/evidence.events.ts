import { defineAuditEvents, fact } from '@authengine/contracts';

export const EvidenceEvents = defineAuditEvents({
  signed: { name: 'audit.log.signed', description: 'Someone had a checkpoint of the audit log signed, of a tenant or of the whole platform', resource: 'AuditLog', metadata: { size: fact.count } },
  proven: { name: 'audit.entry.proven', description: 'Someone fetched an entry of the audit log with the proof that it is there', resource: 'AuditLog', metadata: { entry_id: fact.text } },
});
