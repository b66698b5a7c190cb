import { defineAuditEvents } from '@authengine/contracts';

export const DryRunEvents = defineAuditEvents({
  forecast: {
    name: 'access.change.forecast',
    description: 'Somebody asked what a change of access would do; nothing was changed',
    resource: 'UserRole',
    metadata: ['of', 'refused', 'users_considered', 'sessions_ended', 'service_keys', 'lockouts'],
  },
});
