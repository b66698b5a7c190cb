import { definePermissions } from '@authengine/contracts';

export const ProjectPermissions = definePermissions('TENANT', {
  view: { name: 'projects.view', description: "See the tenant's projects", heldBy: ['TENANT_OWNER', 'TENANT_ADMIN', 'TENANT_MANAGER', 'TENANT_USER'] },
  manage: { name: 'projects.manage', description: "Create, change and delete the tenant's projects", heldBy: ['TENANT_OWNER', 'TENANT_ADMIN'] },
});
