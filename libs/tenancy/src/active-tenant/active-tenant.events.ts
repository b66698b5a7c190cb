import { defineAuditEvents, fact } from '@authengine/contracts';

export const ActiveTenantEvents = defineAuditEvents({
  selected: { name: 'auth.tenant.selected', description: 'A user chose the tenant that their session is in', plain: 'You chose the organization to work in', resource: 'Session', metadata: { previous_tenant_id: fact.textOrNull } },
});
