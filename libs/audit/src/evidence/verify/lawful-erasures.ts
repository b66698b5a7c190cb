import type { AuditEntryJson } from '../../entry/audit-entry.js';
import { ADDRESS_FIELDS } from '../../erasure/without-person.js';
import { metadataField, ORIGIN_FIELDS } from '../leaf/personal-fields.js';

export interface KnownErasure {
  /** Null when only the time is told. */
  readonly pseudonym: string | null;
  readonly erasedAt: Date;
}

/** What an entry lost, and what decides whether it may have. */
export interface Loss {
  readonly index: number;
  readonly entryId: string;
  readonly fields: readonly string[];
  readonly actorId: string | null;
  readonly targetUserId: string | null;
  readonly createdAt: Date;
}

const ADDRESSES: readonly string[] = ADDRESS_FIELDS.map(metadataField);
const ORIGIN: readonly string[] = ORIGIN_FIELDS;

export function lossOf(entry: AuditEntryJson, index: number, fields: readonly string[]): Loss {
  return { index, entryId: entry.id, fields, actorId: entry.actor_id, targetUserId: entry.target_user_id, createdAt: new Date(entry.created_at) };
}

/** Judges losses by the rule of `withoutPerson`, without the address, which is gone. */
export class LawfulErasures {
  private readonly people: ReadonlySet<string>;
  /** When somebody was erased last. */
  readonly newest: Date | undefined;

  constructor(erasures: readonly KnownErasure[]) {
    this.people = new Set(erasures.map(({ pseudonym }) => pseudonym).filter((id) => id !== null));
    this.newest = erasures.map(({ erasedAt }) => erasedAt).sort((a, b) => b.getTime() - a.getTime())[0];
  }

  /** The first field that no erasure may have removed; undefined when all were removed lawfully. */
  unlawful(loss: Loss): string | undefined {
    const byPerson = this.isErased(loss.actorId);
    const aboutPerson = this.isErased(loss.targetUserId);
    const mayHaveNamed = this.newest !== undefined && loss.createdAt <= this.newest;
    const lostAddress = mayHaveNamed && loss.fields.some((field) => ADDRESSES.includes(field));
    const origin = byPerson || (loss.actorId === null && (aboutPerson || (loss.targetUserId === null && lostAddress)));
    return loss.fields.find((field) => (ORIGIN.includes(field) ? !origin : !aboutPerson && !(mayHaveNamed && ADDRESSES.includes(field))));
  }

  /** Whose erasures the loss needs. */
  peopleOf({ actorId, targetUserId }: Loss): string[] {
    return [actorId, targetUserId].filter((id) => id !== null && this.people.has(id)) as string[];
  }

  private isErased(id: string | null): boolean {
    return id !== null && this.people.has(id);
  }
}
