import type { AuditEvent } from '@authengine/contracts';
import type { Write } from '../access-writes/access-writes.js';
import type { AssignmentChange } from './role-assignment.service.js';

/** What of giving or taking a role is the same whether it is done or tried. */
export function planOf({ actorId, userId }: AssignmentChange, event: AuditEvent): Omit<Write<never>, 'write'> {
  return { actorId, event, scope: { users: [userId] } };
}
