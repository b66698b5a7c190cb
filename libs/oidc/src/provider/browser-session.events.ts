import { defineAuditEvents } from '@authengine/contracts';

export const BrowserSignInEvents = defineAuditEvents({
  signedOut: { name: 'auth.session.signed_out', description: 'A user signed out of the browser session that applications share', plain: 'You signed out of the session in your browser', resource: 'Session' },
});
