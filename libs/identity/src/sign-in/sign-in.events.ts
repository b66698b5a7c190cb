import { defineAuditEvents, fact } from '@authengine/contracts';

export const SignInEvents = defineAuditEvents({
  succeeded: { name: 'auth.login.succeeded', description: 'A user signed in and has a session', plain: 'A sign-in to your account', resource: 'Auth', metadata: { email: fact.text, auth_strategy: fact.text, session_id: fact.text }, personal: ['email'], predecessor: 'LOGIN_SUCCESS' },
  challenged: { name: 'auth.mfa.challenge_issued', description: 'The first factor was right, a second one is asked for', plain: 'The first step of a sign-in was right; a second factor was asked for', resource: 'Auth', metadata: { email: fact.text, auth_strategy: fact.text }, personal: ['email'], predecessor: 'MFA_CHALLENGE_ISSUED' },
  failed: { name: 'auth.login.failed', description: 'Somebody failed to sign in', plain: 'A sign-in to your account failed', resource: 'Auth', metadata: { email: fact.text, auth_strategy: fact.text, reason: fact.text }, personal: ['email'], predecessor: 'LOGIN_FAILED' },
});
