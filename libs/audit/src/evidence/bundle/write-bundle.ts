import { lostFields } from '../verify/check-record.js';
import type { EvidenceRecord } from '../verify/evidence-record.js';
import { LawfulErasures, lossOf, type KnownErasure } from '../verify/lawful-erasures.js';
import { BUNDLE_FORMAT, type BundleLine } from './bundle-lines.js';

export interface BundleSource {
  readonly origin: string;
  readonly size: number;
  readonly notes: readonly string[];
  readonly records: AsyncIterable<EvidenceRecord>;
  readonly erasures: () => Promise<readonly KnownErasure[]>;
}

/** A log as an evidence bundle: all that `authengine audit verify --bundle` needs but keys. It names no erased person whom the log does not. */
export async function* bundleLines(source: BundleSource): AsyncGenerator<BundleLine> {
  yield { type: 'log', format: BUNDLE_FORMAT, origin: source.origin, size: source.size };
  for (const note of source.notes) yield { type: 'checkpoint', note };
  const people = new Set<string | null>();
  let entries = 0;
  let lostSomething = false;
  for await (const record of source.records) {
    const { index, entryId, leaf, digests, salts, entry, expiredBy } = record;
    yield { type: 'entry', index, leaf: leaf.toString('base64'), digests, salts, id: entryId, entry, ...(expiredBy ? { expired_by: expiredBy } : {}) };
    entries += 1;
    const lost = lostFields(record);
    if (expiredBy || entry === null || lost.length === 0) continue;
    lostSomething = true;
    const { actorId, targetUserId } = lossOf(entry, index, lost);
    for (const id of [actorId, targetUserId]) people.add(id);
  }
  if (lostSomething) yield* erasureLines(await source.erasures(), people);
  yield { type: 'end', entries };
}

function* erasureLines(erasures: readonly KnownErasure[], people: ReadonlySet<string | null>): Generator<BundleLine> {
  for (const { pseudonym, erasedAt } of erasures) {
    if (pseudonym !== null && people.has(pseudonym)) yield { type: 'erasure', pseudonym, erased_at: erasedAt.toISOString() };
  }
  const { newest } = new LawfulErasures(erasures);
  if (newest) yield { type: 'erasure', pseudonym: null, erased_at: newest.toISOString() };
}
