import { defineAuditEvents, fact } from '@authengine/contracts';

export const MembershipEvents = defineAuditEvents({
  removed: { name: 'tenant.user.removed', description: 'A member was removed from a tenant', plain: 'You were removed from an organization', resource: 'User', metadata: { role_names: fact.texts }, predecessor: 'TENANT_USER_REMOVED' },
  left: { name: 'tenant.user.left', description: 'A member left a tenant', plain: 'You left an organization', resource: 'User', metadata: { role_names: fact.texts } },
});
