import { defineAuditEvents, fact } from '@authengine/contracts';

export const ServiceKeyEvents = defineAuditEvents({
  created: {
    name: 'service_key.created',
    description: 'A service API key was made',
    resource: 'ServiceApiKey',
    metadata: { service_name: fact.text, key_prefix: fact.text, expires_at: fact.timeOrNull, permissions: fact.textsOrNull, allowed_addresses: fact.textsOrNull, required_permissions: fact.textsOrNull },
    predecessor: 'SERVICE_KEY_CREATED',
  },
  revoked: {
    name: 'service_key.revoked',
    description: 'A service API key was revoked; no node answers to it any more',
    resource: 'ServiceApiKey',
    metadata: { service_name: fact.text, key_prefix: fact.text, already_revoked: fact.flag },
    predecessor: 'SERVICE_KEY_REVOKED',
  },
});
