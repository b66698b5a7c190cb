import { defineAuditEvents, fact } from '@authengine/contracts';

export const DryRunEvents = defineAuditEvents({
  forecast: {
    name: 'access.change.forecast',
    description: 'Somebody asked what a change of access would do; nothing was changed',
    resource: 'UserRole',
    metadata: { of: fact.text, refused: fact.text, users_considered: fact.count, sessions_ended: fact.count, service_keys: fact.count, lockouts: fact.count },
  },
});
