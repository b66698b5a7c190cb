import { defineAuditEvents, fact } from '@authengine/contracts';

export const PermissionEvents = defineAuditEvents({
  declared: { name: 'permission.declared', description: "A service's own permission joined the catalogue, or is described anew", resource: 'Role', metadata: { permission: fact.text, permission_scope: fact.text, created: fact.flag } },
});
