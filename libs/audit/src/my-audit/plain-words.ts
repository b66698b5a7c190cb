import { auditEventCatalogue, type AuditStatus } from '@authengine/contracts';
import type { AuditEntry } from '../entry/audit-entry.js';

export const DOERS = ['you', 'another', 'unknown'] as const;
export type Doer = (typeof DOERS)[number];

/** An entry of the log, as the person whose account it concerns may see it. */
export interface OwnEntry {
  readonly id: string;
  readonly action: string;
  readonly summary: string;
  readonly status: AuditStatus;
  readonly by: Doer;
  readonly tenantId: string | null;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  readonly createdAt: Date;
}

const OUTCOME: Readonly<Record<AuditStatus, (what: string) => string>> = {
  success: (what) => what,
  failure: (what) => `This was tried and did not succeed: ${what}`,
  denied: (what) => `This was tried and was refused: ${what}`,
};
/** Their names and sentences tell of a failure already. */
const OF_FAILURE = /(?:failed|refused|reused|copy_suspected)$/;

/**
 * Where somebody else acted, or nobody knows who, address and agent are left out: they are another person's. So is who it was, and the
 * metadata, which names other people.
 */
export function inPlainWords(entry: AuditEntry, userId: string): OwnEntry {
  const { id, action, status, tenantId, createdAt } = entry;
  const isOwnAct = entry.actorId === userId;
  return {
    id,
    action,
    summary: summaryOf(entry, userId),
    status,
    by: isOwnAct ? 'you' : entry.actorId === null ? 'unknown' : 'another',
    tenantId,
    ipAddress: isOwnAct ? entry.ipAddress : null,
    userAgent: isOwnAct ? entry.userAgent : null,
    createdAt,
  };
}

/** What a person did to somebody else did not happen to their own account. */
function summaryOf({ action, status, targetUserId }: AuditEntry, userId: string): string {
  const event = auditEventCatalogue().find(({ name, predecessor }) => name === action || predecessor === action);
  if (!event) return `An event of an earlier or an added part of the service: ${action}`;
  const isOfOther = targetUserId !== null && targetUserId !== userId;
  const what = isOfOther ? event.description : (event.plain ?? event.description);
  return OF_FAILURE.test(event.name) ? what : OUTCOME[status](what);
}
