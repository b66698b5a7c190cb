import { defineAuditEvents, fact } from '@authengine/contracts';

export const MySessionsEvents = defineAuditEvents({
  ended: { name: 'auth.session.ended_by_user', description: 'A user ended one of their sessions', plain: 'You ended one of your sessions', resource: 'Session' },
  othersEnded: { name: 'auth.session.others_ended', description: 'A user ended all of their sessions but the one they were in', plain: 'You ended all of your other sessions', resource: 'Session', metadata: { sessions_ended: fact.count } },
});
