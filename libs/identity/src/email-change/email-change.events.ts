import { defineAuditEvents } from '@authengine/contracts';

export const EmailChangeEvents = defineAuditEvents({
  requested: { name: 'user.email_change.requested', description: 'A user asked to have another address', resource: 'User', metadata: ['new_email', 'outcome'], personal: ['new_email'] },
  refused: { name: 'user.email_change.refused', description: 'Somebody signed in gave a wrong password or code to change the address', resource: 'User', metadata: ['reason'] },
  changed: { name: 'user.email.changed', description: 'A user proved their new address, which is theirs from now on', resource: 'User', metadata: ['from', 'to'], personal: ['from', 'to'] },
  undone: { name: 'user.email_change.undone', description: 'An owner took the former address back by a mailed link; sessions ended and the password stopped working', resource: 'User', metadata: ['from', 'to', 'sessions_ended'], personal: ['from', 'to'] },
});
