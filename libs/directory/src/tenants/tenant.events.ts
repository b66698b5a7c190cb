import { defineAuditEvents, fact } from '@authengine/contracts';

export const TenantEvents = defineAuditEvents({
  created: { name: 'tenant.created', description: 'A tenant was made', resource: 'Tenant', metadata: { name: fact.text, owner_id: fact.text }, predecessor: 'TENANT_CREATED' },
  updated: { name: 'tenant.updated', description: 'A tenant was renamed or described anew, looks different on the pages, or began or ceased to ask its members for a second factor', resource: 'Tenant', metadata: { changes: fact.fields, before: fact.fields, after: fact.fields }, predecessor: 'TENANT_UPDATED' },
  suspended: { name: 'tenant.suspended', description: 'A tenant was suspended: nobody can act in it', resource: 'Tenant', metadata: { sessions_ended: fact.count } },
  reactivated: { name: 'tenant.reactivated', description: 'A suspended tenant was opened again', resource: 'Tenant' },
  deleted: { name: 'tenant.deleted', description: 'A tenant was deleted, with its memberships, roles, invitations and service keys', resource: 'Tenant', metadata: { name: fact.text }, predecessor: 'TENANT_DELETED' },
  ownershipTransferred: {
    name: 'tenant.ownership.transferred',
    description: 'A tenant has another owner',
    plain: 'You became the owner of an organization',
    resource: 'Tenant',
    metadata: { previous_owner_id: fact.text, owner_id: fact.text, reason: fact.text },
  },
});
