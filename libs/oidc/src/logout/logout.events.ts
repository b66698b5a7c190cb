import { defineAuditEvents, fact } from '@authengine/contracts';

export const LogoutEvents = defineAuditEvents({
  undelivered: { name: 'application.logout.undelivered', description: 'An application could not be told for a day that a user is signed out', resource: 'Application', metadata: { session_id: fact.text, attempts: fact.count } },
});
