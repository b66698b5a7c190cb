import { defineAuditEvents } from '@authengine/contracts';

export const RoleEvents = defineAuditEvents({
  created: { name: 'role.created', description: 'A custom role was made', resource: 'Role', metadata: ['role_name', 'role_level', 'role_scope', 'permissions'] },
  updated: {
    name: 'role.updated',
    description: 'A custom role was changed, and with it what its holders may do',
    resource: 'Role',
    metadata: ['role_name', 'role_level', 'old_name', 'old_level', 'permissions_added', 'permissions_removed', 'before', 'after'],
  },
  deleted: { name: 'role.deleted', description: 'A custom role was deleted', resource: 'Role', metadata: ['role_name', 'role_level'] },
});
