import { defineAuditEvents, fact } from '@authengine/contracts';

export const GrantEvents = defineAuditEvents({
  authorized: { name: 'application.authorized', description: 'A user signed in at an application with the account here', plain: 'You signed in at an application', resource: 'Application', metadata: { name: fact.text, scopes: fact.texts, session_id: fact.text, grant_id: fact.text, organization_id: fact.textOrNull } },
  consented: { name: 'application.consent.given', description: 'A user agreed to what an application asks for', plain: 'You allowed an application what it asked for', resource: 'Application', metadata: { name: fact.text, scopes: fact.texts } },
  withdrawn: { name: 'application.consent.withdrawn', description: 'A user took back what an application was allowed; its tokens ended', plain: 'You took back what an application was allowed', resource: 'Application', metadata: { name: fact.text, grants_ended: fact.count } },
  ended: { name: 'application.grant.ended', description: 'What an application was given in a session ended', plain: 'What an application was given in your session ended', resource: 'Application', metadata: { grant_id: fact.text, session_id: fact.text, reason: fact.text } },
  tokenRevoked: { name: 'application.token.revoked', description: 'An application revoked a token of its own', resource: 'Application' },
});
