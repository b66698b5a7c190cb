import { defineAuditEvents } from '@authengine/contracts';

export const ServiceKeyEvents = defineAuditEvents({
  created: {
    name: 'service_key.created',
    description: 'A service API key was made',
    resource: 'ServiceApiKey',
    metadata: ['service_name', 'key_prefix', 'expires_at', 'permissions', 'allowed_addresses', 'required_permissions'],
    predecessor: 'SERVICE_KEY_CREATED',
  },
  revoked: {
    name: 'service_key.revoked',
    description: 'A service API key was revoked; no node answers to it any more',
    resource: 'ServiceApiKey',
    metadata: ['service_name', 'key_prefix', 'already_revoked'],
    predecessor: 'SERVICE_KEY_REVOKED',
  },
});
