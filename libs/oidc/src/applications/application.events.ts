import { defineAuditEvents } from '@authengine/contracts';

export const ApplicationEvents = defineAuditEvents({
  created: { name: 'application.created', description: 'An application was registered', resource: 'Application', metadata: ['name', 'type', 'first_party', 'redirect_uris', 'token_endpoint_auth_method'] },
  updated: { name: 'application.updated', description: 'An application was changed, disabled or enabled', resource: 'Application', metadata: ['name', 'changed', 'status', 'redirect_uris', 'before', 'after'] },
  deleted: { name: 'application.deleted', description: 'An application was removed with everything it had been given', resource: 'Application', metadata: ['name'] },
  secretCreated: { name: 'application.secret.created', description: 'An application got a secret', resource: 'Application', metadata: ['name', 'secret_id', 'secret_prefix'] },
  secretDeleted: { name: 'application.secret.deleted', description: 'A secret of an application stopped working', resource: 'Application', metadata: ['name', 'secret_id', 'secret_prefix'] },
});
