import { defineAuditEvents, fact } from '@authengine/contracts';

export const LogoutEvents = defineAuditEvents({
  tokenRevoked: { name: 'auth.token.revoked', description: 'A session was ended by handing in one of its tokens (RFC 7009)', plain: 'A session of yours was ended by an application', resource: 'Session', metadata: { token_type: fact.text } },
  loggedOut: { name: 'auth.session.logged_out', description: 'A user ended the session they were in', plain: 'You signed out', resource: 'Session', predecessor: 'LOGOUT' },
});
