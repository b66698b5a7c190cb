import { defineAuditEvents } from '@authengine/contracts';

export const MembershipEvents = defineAuditEvents({
  removed: { name: 'tenant.user.removed', description: 'A member was removed from a tenant', resource: 'User', metadata: ['role_names'], predecessor: 'TENANT_USER_REMOVED' },
  left: { name: 'tenant.user.left', description: 'A member left a tenant', resource: 'User', metadata: ['role_names'] },
});
