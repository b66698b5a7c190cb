import { spellingsOf } from '@authengine/kernel';
import type { AuditEntry } from '../entry/audit-entry.js';

/** Whoever is to be gone from the log. */
export interface PersonErasure {
  /** The id that the user had. */
  readonly pseudonym: string;
  /** An address that was theirs beyond doubt, canonical. */
  readonly address: string | null;
  /** What names the address later is about somebody who has it now. */
  readonly erasedAt: Date;
}

/** The names under which entries carry an address that somebody gave, whether or not a user has it. */
export const ADDRESS_FIELDS = ['email', 'new_email'] as const;

/**
 * The entry as it is once the person is erased. Stores do the same to what they keep.
 * - Address and agent of the request are gone where it was the person's own, or nobody knows whose it was
 *   and it was about the person. What another did keeps whence that other came.
 * - Personal metadata is the person's whom the entry is about (`targetUserId`): gone with that person.
 * - The person's address is gone from whatever named it until then: an invitation, an attempt at an
 *   address that no user had, and with such an attempt whence it came.
 */
export function withoutPerson(entry: AuditEntry, { pseudonym, address, erasedAt }: PersonErasure, personal: readonly string[]): AuditEntry {
  const isTarget = entry.targetUserId === pseudonym;
  const spellings: readonly unknown[] = address === null || entry.createdAt > erasedAt ? [] : spellingsOf(address);
  const named = ADDRESS_FIELDS.filter((field) => spellings.includes(entry.metadata[field]));
  const gone: readonly string[] = isTarget ? personal : named;
  const isAboutPerson = isTarget || (entry.targetUserId === null && named.length > 0);
  const hidesOrigin = entry.actorId === pseudonym || (entry.actorId === null && isAboutPerson);
  return {
    ...entry,
    ...(hidesOrigin ? { ipAddress: null, userAgent: null } : {}),
    metadata: Object.fromEntries(Object.entries(entry.metadata).filter(([field]) => !gone.includes(field) && !(named as readonly string[]).includes(field))),
  };
}
