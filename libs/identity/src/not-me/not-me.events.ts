import { defineAuditEvents, fact } from '@authengine/contracts';

export const NotMeEvents = defineAuditEvents({
  disowned: { name: 'user.activity.disowned', description: 'An owner said by a mailed link that something was not them; sessions ended and the password stopped working', plain: 'You said that something was not you; sessions ended and the password stopped working', resource: 'User', metadata: { sessions_ended: fact.count } },
  refused: { name: 'user.activity.disowning_refused', description: 'Somebody said that something was not them, by a link that does not stand', plain: 'A link that says “this was not me” was used and does not work any more', resource: 'User' },
});
