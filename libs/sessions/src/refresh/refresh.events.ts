import { defineAuditEvents, fact } from '@authengine/contracts';

export const RefreshEvents = defineAuditEvents({
  refreshed: { name: 'auth.session.refreshed', description: 'A refresh token was exchanged for its successor', plain: 'Your session was renewed', resource: 'Session', metadata: { replayed: fact.flag } },
  refused: { name: 'auth.session.refresh_refused', description: 'A refresh was refused: with no refresh token of ours, or one of a session that no longer stands', plain: 'A renewal of a session was refused', resource: 'Session', metadata: { reason: fact.text } },
  reused: { name: 'auth.refresh_token.reused', description: 'A refresh token came back after its successor was used; the session was ended', plain: 'A session was ended, because its token was used twice: somebody may have copied it', resource: 'Session' },
});
