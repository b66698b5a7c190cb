import type { AuditEvent } from '@authengine/contracts';
import type { Write } from '../access-writes/access-writes.js';
import type { AssignmentChange } from './role-assignment.service.js';

/** The parts of giving or taking a role that are the same for the write and its dry run. */
export function planOf({ actorId, userId }: AssignmentChange, event: AuditEvent): Omit<Write<never>, 'write'> {
  return { actorId, event, scope: { users: [userId] } };
}
