import { defineAuditEvents, fact } from '@authengine/contracts';

export const EmailChangeEvents = defineAuditEvents({
  requested: { name: 'user.email_change.requested', description: 'A user asked to have another address', plain: 'A change of your e-mail address was begun', resource: 'User', metadata: { new_email: fact.text, outcome: fact.text }, personal: ['new_email'] },
  refused: { name: 'user.email_change.refused', description: 'Somebody signed in gave a wrong password or code to change the address', plain: 'A change of your e-mail address was refused: the password or code was wrong', resource: 'User', metadata: { reason: fact.text } },
  changed: { name: 'user.email.changed', description: 'A user proved their new address, which is theirs from now on', plain: 'Your e-mail address was changed', resource: 'User', metadata: { from: fact.text, to: fact.text }, personal: ['from', 'to'] },
  undone: { name: 'user.email_change.undone', description: 'An owner took the former address back by a mailed link; sessions ended and the password stopped working', plain: 'The change of your e-mail address was undone; every session ended and the password stopped working', resource: 'User', metadata: { from: fact.text, to: fact.text, sessions_ended: fact.count }, personal: ['from', 'to'] },
});
