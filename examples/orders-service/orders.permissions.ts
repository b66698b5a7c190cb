import { definePermissions } from '@authengine/contracts';

export const OrderPermissions = definePermissions('TENANT', {
  view: { name: 'orders.view', description: "See the tenant's orders", heldBy: ['TENANT_OWNER', 'TENANT_ADMIN', 'TENANT_MANAGER'] },
  manage: { name: 'orders.manage', description: "Cancel the tenant's orders", heldBy: ['TENANT_OWNER', 'TENANT_ADMIN'] },
});
