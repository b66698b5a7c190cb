import { defineAuditEvents, fact } from '@authengine/contracts';

export const ApplicationEvents = defineAuditEvents({
  created: { name: 'application.created', description: 'An application was registered', resource: 'Application', metadata: { name: fact.text, type: fact.text, first_party: fact.flag, redirect_uris: fact.texts, token_endpoint_auth_method: fact.text } },
  updated: { name: 'application.updated', description: 'An application was changed, disabled or enabled', resource: 'Application', metadata: { name: fact.text, changed: fact.texts, status: fact.text, redirect_uris: fact.texts, before: fact.fields, after: fact.fields } },
  deleted: { name: 'application.deleted', description: 'An application was removed with everything it had been given', resource: 'Application', metadata: { name: fact.text } },
  secretCreated: { name: 'application.secret.created', description: 'An application got a secret', resource: 'Application', metadata: { name: fact.text, secret_id: fact.text, secret_prefix: fact.text } },
  secretDeleted: { name: 'application.secret.deleted', description: 'A secret of an application stopped working', resource: 'Application', metadata: { name: fact.text, secret_id: fact.text, secret_prefix: fact.text } },
});
