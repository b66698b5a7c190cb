import { defineAuditEvents } from '@authengine/contracts';

export const PermissionEvents = defineAuditEvents({
  declared: { name: 'permission.declared', description: "A service's own permission joined the catalogue, or is described anew", resource: 'Role', metadata: ['permission', 'permission_scope', 'created'] },
});
