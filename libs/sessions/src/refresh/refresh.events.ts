import { defineAuditEvents } from '@authengine/contracts';

export const RefreshEvents = defineAuditEvents({
  refreshed: { name: 'auth.session.refreshed', description: 'A refresh token was exchanged for its successor', resource: 'Session', metadata: ['replayed'] },
  refused: { name: 'auth.session.refresh_refused', description: 'A refresh was refused: with no refresh token of ours, or one of a session that no longer stands', resource: 'Session', metadata: ['reason'] },
  reused: { name: 'auth.refresh_token.reused', description: 'A refresh token came back after its successor was used; the session was ended', resource: 'Session' },
});
