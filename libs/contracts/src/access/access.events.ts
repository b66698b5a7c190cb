import { fact } from '../audit/fact.js';
import { defineAuditEvents } from '../audit/audit-event.js';

export const AccessEvents = defineAuditEvents({
  requestRefused: {
    name: 'access.request.refused',
    description: 'A request was refused before its handler: for an invalid credential, a missing permission, or a limit',
    plain: 'A request of yours was refused',
    resource: 'Auth',
    metadata: { code: fact.text, method: fact.text, route: fact.text, repeated: fact.count },
  },
});
