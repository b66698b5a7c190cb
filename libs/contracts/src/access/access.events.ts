import { defineAuditEvents } from '../audit/audit-event.js';

export const AccessEvents = defineAuditEvents({
  requestRefused: {
    name: 'access.request.refused',
    description: 'A request was refused before its handler: a credential that does not hold, a permission that is missing, a limit that is used up',
    resource: 'Auth',
    metadata: ['code', 'method', 'route', 'repeated'],
  },
});
