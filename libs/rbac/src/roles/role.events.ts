import { defineAuditEvents, fact } from '@authengine/contracts';

export const RoleEvents = defineAuditEvents({
  created: { name: 'role.created', description: 'A custom role was made', resource: 'Role', metadata: { role_name: fact.text, role_level: fact.number, role_scope: fact.text, permissions: fact.texts } },
  updated: {
    name: 'role.updated',
    description: 'A custom role was changed, and with it what its holders may do',
    resource: 'Role',
    metadata: { role_name: fact.text, role_level: fact.number, old_name: fact.text, old_level: fact.number, permissions_added: fact.texts, permissions_removed: fact.texts, before: fact.fields, after: fact.fields },
  },
  deleted: { name: 'role.deleted', description: 'A custom role was deleted', resource: 'Role', metadata: { role_name: fact.text, role_level: fact.number } },
});
