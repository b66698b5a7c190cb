import { defineAuditEvents, fact } from '@authengine/contracts';

export const PasswordResetEvents = defineAuditEvents({
  requested: { name: 'user.password_reset.requested', description: 'Somebody asked for a mail to choose a new password', plain: 'A mail to choose a new password was asked for', resource: 'User', metadata: { email: fact.text, outcome: fact.text }, personal: ['email'] },
  completed: { name: 'user.password.reset', description: 'An owner set a new password by a mailed link; every session ended', plain: 'A new password was set by a mailed link; every session ended', resource: 'User', metadata: { email: fact.text, sessions_ended: fact.count, first_proof: fact.flag }, personal: ['email'] },
  refused: { name: 'user.password.reset_refused', description: 'A password was not set by a mailed link: by one that does not stand, or not to one that will do', plain: 'A new password was refused', resource: 'User' },
});
