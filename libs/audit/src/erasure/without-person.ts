import { spellingsOf } from '@authengine/kernel';
import type { AuditEntry } from '../entry/audit-entry.js';

/** A person to erase from the log. */
export interface PersonErasure {
  /** The user's former id. */
  readonly pseudonym: string;
  /** The person's proven address, in canonical form. */
  readonly address: string | null;
  /** An entry that names the address later is about its new owner. */
  readonly erasedAt: Date;
}

/** The metadata fields in which entries carry an address that somebody typed, whether or not a user has it. */
export const ADDRESS_FIELDS = ['email', 'new_email'] as const;

/**
 * The entry after the person is erased. Stores do the same to the entries they keep.
 * - IP address and user agent are removed when the person acted, or when the actor is unknown and the entry is about
 *   the person. Another actor's origin stays.
 * - Personal metadata belongs to the person whom the entry is about (`targetUserId`), and is removed with that person.
 * - The person's address is removed from every older entry that names it: an invitation, or an attempt with an address
 *   that no user had. Such an attempt also loses its origin.
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
