import { defineAuditEvents } from '@authengine/contracts';

export const LogoutEvents = defineAuditEvents({
  loggedOut: { name: 'auth.session.logged_out', description: 'A user ended the session they were in', resource: 'Session', predecessor: 'LOGOUT' },
});
