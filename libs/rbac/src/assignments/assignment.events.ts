import { defineAuditEvents, fact } from '@authengine/contracts';

/** `changed` is false when the user already held, or did not hold, the role. */
export const AssignmentEvents = defineAuditEvents({
  granted: {
    name: 'role.assignment.granted',
    description: 'A user was given a role',
    plain: 'You got a role',
    resource: 'UserRole',
    metadata: { role_name: fact.text, role_level: fact.number, changed: fact.flag },
    predecessor: 'ROLE_ASSIGNED',
  },
  revoked: {
    name: 'role.assignment.revoked',
    description: 'A role was taken from a user',
    plain: 'A role was taken from you',
    resource: 'UserRole',
    metadata: { role_name: fact.text, role_level: fact.number, changed: fact.flag },
    predecessor: 'ROLE_REMOVED',
  },
});
