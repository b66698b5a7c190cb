import { defineAuditEvents, fact } from '@authengine/contracts';

export const ReauthenticationEvents = defineAuditEvents({
  succeeded: { name: 'auth.reauthentication.succeeded', description: 'A signed-in user proved again who they are', plain: 'You proved again who you are', resource: 'Session', metadata: { factors: fact.texts } },
  failed: { name: 'auth.reauthentication.failed', description: 'Somebody signed in failed to prove again who they are', plain: 'Somebody in your session failed to prove who they are', resource: 'Session', metadata: { reason: fact.text } },
});
