import { defineAuditEvents, fact } from '@authengine/contracts';

export const PasswordChangeEvents = defineAuditEvents({
  changed: { name: 'user.password.changed', description: 'A user changed their password; every other session ended', plain: 'Your password was changed; every other session ended', resource: 'User', metadata: { sessions_ended: fact.count } },
  refused: { name: 'user.password.change_refused', description: 'A password was not changed: not by whoever is signed in, or not to one that will do', plain: 'A change of your password was refused', resource: 'User', metadata: { reason: fact.text } },
  set: { name: 'user.password.set', description: 'A user without a password set one', plain: 'Your account got a password', resource: 'User' },
});
