import { defineAuditEvents } from '@authengine/contracts';

export const LoginEvents = defineAuditEvents({
  succeeded: { name: 'auth.login.succeeded', description: 'A user signed in and has a session', resource: 'Auth', metadata: ['email', 'auth_strategy', 'session_id'], predecessor: 'LOGIN_SUCCESS' },
  failed: { name: 'auth.login.failed', description: 'Somebody failed to sign in', resource: 'Auth', metadata: ['email', 'auth_strategy', 'reason'], predecessor: 'LOGIN_FAILED' },
});
