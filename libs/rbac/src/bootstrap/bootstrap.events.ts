import { defineAuditEvents, fact } from '@authengine/contracts';

export const BootstrapEvents = defineAuditEvents({
  bootstrapped: {
    name: 'platform.bootstrapped',
    description: 'A start added what was missing: permissions, built-in roles, the first super admin',
    resource: 'Tenant',
    metadata: { permissions: fact.texts, roles: fact.texts, super_admin: fact.flag },
  },
});
