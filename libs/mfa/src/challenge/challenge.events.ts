import { defineAuditEvents, fact } from '@authengine/contracts';

export const ChallengeEvents = defineAuditEvents({
  completed: { name: 'auth.mfa.completed', description: 'A user gave the second factor that their sign-in asked for', plain: 'A sign-in was completed with a second factor', resource: 'Auth', metadata: { auth_strategy: fact.text, method: fact.text, session_id: fact.text } },
  failed: { name: 'auth.mfa.failed', description: 'Somebody past the first factor failed at the second one', plain: 'The second factor of a sign-in was wrong', resource: 'Auth', metadata: { auth_strategy: fact.text, reason: fact.text } },
});
