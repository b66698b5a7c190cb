import { hash, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { AuditEntryJson } from '../../entry/audit-entry.js';
import { ADDRESS_FIELDS } from '../../erasure/without-person.js';

/** Texts by the name of a field: `ip_address`, `user_agent`, or `metadata.email` and the like. */
export type ByField = Readonly<Record<string, string>>;

export interface PersonalEvidence {
  /** For each personal field that the entry has, SHA-256 of its salt and its name and value, in base64. They stay. */
  readonly digests: ByField;
  /** 16 random bytes for each, in base64. An erasure removes a field's salt with its value. */
  readonly salts: ByField;
}

export const ORIGIN_FIELDS = ['ip_address', 'user_agent'] as const;
const IN_METADATA = 'metadata.';
const SALT_BYTES = 16;

export const metadataField = (name: string): string => `${IN_METADATA}${name}`;

/** A personal field's value; undefined when the entry does not have it. */
export function personalValue(entry: AuditEntryJson, field: string): unknown {
  if (field.startsWith(IN_METADATA)) {
    const name = field.slice(IN_METADATA.length);
    return Object.hasOwn(entry.metadata, name) ? entry.metadata[name] : undefined;
  }
  return ORIGIN_FIELDS.some((name) => name === field) ? (entry[field as (typeof ORIGIN_FIELDS)[number]] ?? undefined) : undefined;
}

/** Digests of everything in the entry that an erasure may remove; `personal` has the names of personal metadata. */
export function personalEvidence(entry: AuditEntryJson, personal: readonly string[]): PersonalEvidence {
  const names = new Set([...ORIGIN_FIELDS, ...[...personal, ...ADDRESS_FIELDS].map(metadataField)]);
  const digests: Record<string, string> = {};
  const salts: Record<string, string> = {};
  const random = randomBytes(SALT_BYTES * names.size);
  for (const [i, field] of [...names].entries()) {
    const value = personalValue(entry, field);
    if (value === undefined) continue;
    const salt = random.toString('base64', SALT_BYTES * i, SALT_BYTES * (i + 1));
    salts[field] = salt;
    digests[field] = personalDigest(salt, field, value);
  }
  return { digests, salts };
}

/** The salt has a fixed length, so that it cannot run into the name. */
export function personalDigest(salt: string, field: string, value: unknown): string {
  return hash('sha256', Buffer.concat([Buffer.from(salt, 'base64'), Buffer.from(canonicalize([field, value]) ?? '')]), 'base64');
}
