import { defineAuditEvents } from '@authengine/contracts';

export const ChallengeEvents = defineAuditEvents({
  completed: { name: 'auth.mfa.completed', description: 'A user gave the second factor that their sign-in asked for', resource: 'Auth', metadata: ['auth_strategy', 'method', 'session_id'] },
  failed: { name: 'auth.mfa.failed', description: 'Somebody past the first factor failed at the second one', resource: 'Auth', metadata: ['auth_strategy', 'reason'] },
});
