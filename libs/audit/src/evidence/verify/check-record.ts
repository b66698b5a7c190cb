import type { AuditEntryJson } from '../../entry/audit-entry.js';
import { canonicalEntry, leafData } from '../leaf/leaf-data.js';
import { ORIGIN_FIELDS, personalDigest, personalValue } from '../leaf/personal-fields.js';
import { leafHash } from '../merkle/hashes.js';
import { atEntry, type EvidenceFault, type EvidenceRecord } from './evidence-record.js';

/** How far from its place an entry is looked for that does not belong there. */
const NEAR = 2_000;

/** The fault of one entry by itself: it is not there, or is not what its leaf says. */
export function checkRecord(origin: string, record: EvidenceRecord): EvidenceFault | undefined {
  const { entry, digests, index } = record;
  // Whether it went lawfully is judged by what is on record of the expiry.
  if (record.expiredBy) return undefined;
  if (entry === null) return atEntry('missing', origin, record, 'the entry is not in the store');
  const canonical = canonicalEntry(entry, digests);
  if (entry.id !== record.entryId) return atEntry('altered', origin, record, `the entry has the id ${entry.id}`);
  if (!isLeaf(canonical, index, origin, record.leaf)) {
    const place = placeNear(canonical, record, origin);
    return place === undefined ? atEntry('altered', origin, record, 'the entry is not what its leaf says') : atEntry('reordered', origin, record, `the entry belongs at place ${place}`);
  }
  const field = alteredField(entry, record);
  return field === undefined ? undefined : atEntry('altered', origin, record, `${field} is not what was recorded`);
}

/** The personal fields that the entry had and has no more. */
export function lostFields({ entry, digests }: EvidenceRecord): string[] {
  return entry === null ? [] : Object.keys(digests).filter((field) => personalValue(entry, field) === undefined);
}

function alteredField(entry: AuditEntryJson, { digests, salts }: EvidenceRecord): string | undefined {
  return [...new Set([...Object.keys(digests), ...ORIGIN_FIELDS])].find((field) => {
    const value = personalValue(entry, field);
    const salt = salts[field];
    return value !== undefined && (salt === undefined || personalDigest(salt, field, value) !== digests[field]);
  });
}

function isLeaf(canonical: string, index: number, origin: string, leaf: Buffer): boolean {
  return leafHash(leafData(canonical, index, origin)).equals(leaf);
}

function placeNear(canonical: string, { index, leaf }: EvidenceRecord, origin: string): number | undefined {
  for (let distance = 1; distance <= NEAR; distance += 1) {
    const found = [index - distance, index + distance].find((place) => place >= 0 && isLeaf(canonical, place, origin, leaf));
    if (found !== undefined) return found;
  }
  return undefined;
}
