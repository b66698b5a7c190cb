import { defineAuditEvents, fact } from '@authengine/contracts';

export const PlatformUserEvents = defineAuditEvents({
  statusChanged: {
    name: 'user.status.changed',
    description: 'An administrator suspended, deactivated or reactivated a user',
    plain: 'Your account was suspended, deactivated or reactivated',
    resource: 'User',
    metadata: { old_status: fact.text, new_status: fact.text, sessions_ended: fact.count },
    predecessor: 'USER_STATUS_UPDATED',
  },
  deleted: { name: 'user.deleted', description: 'An administrator deleted a user with all that is kept of them', resource: 'User', metadata: { sessions_ended: fact.count }, predecessor: 'USER_DELETED', erasesPerson: true },
  sessionsEnded: { name: 'user.sessions.ended_by_admin', description: 'An administrator signed a user out everywhere', plain: 'An administrator signed you out everywhere', resource: 'User', metadata: { sessions_ended: fact.count } },
  resetRequired: {
    name: 'user.password_reset.required',
    description: "An administrator voided a user's password; the user is mailed a link to choose another",
    plain: 'An administrator asked you to choose a new password',
    resource: 'User',
    metadata: { sessions_ended: fact.count },
  },
});
