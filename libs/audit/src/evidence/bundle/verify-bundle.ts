import { isPlatform } from '../leaf/log-name.js';
import type { NamedKey } from '../notes/signed-note.js';
import { givenCheckpoints } from '../verify/given-checkpoints.js';
import type { EvidenceFault } from '../verify/evidence-record.js';
import type { KnownErasure } from '../verify/lawful-erasures.js';
import { LogVerifier, type VerifiedLog } from '../verify/log-verifier.js';
import { BUNDLE_FORMAT, type BundleLine } from './bundle-lines.js';

/** A file that is no evidence bundle, or is damaged; the message says where. */
export class BundleError extends Error {}

export interface BundleOptions {
  /** The keys to trust; a bundle cannot name them itself. */
  readonly publicKeys: readonly Buffer[];
  /** Witnesses that must have cosigned checkpoints of the platform's log. */
  readonly witnesses?: readonly NamedKey[] | undefined;
  /** Signed notes from elsewhere: of anchors, or of somebody who was shown one. */
  readonly notes: readonly string[];
  readonly erasingActions: ReadonlySet<string>;
  readonly onProgress?: ((origin: string, done: number, of: number) => void) | undefined;
}

/** A bundle is signed to its end when it is made. */
const ALWAYS = new Date(8.64e15);
const STEP = 1_000;

/**
 * Verifies an evidence bundle with nothing else at hand: no store, no network.
 * @throws BundleError
 */
export async function verifyBundle(lines: AsyncIterable<string>, options: BundleOptions): Promise<VerifiedLog> {
  const own: string[] = [];
  const erasures: KnownErasure[] = [];
  let head: Extract<BundleLine, { type: 'log' }> | undefined;
  let verifier: LogVerifier | undefined;
  let faults: readonly EvidenceFault[] = [];
  let done = 0;
  let ended = false;
  const start = (): LogVerifier => {
    if (!head) throw new BundleError(`the file is no evidence bundle: it does not begin with ${BUNDLE_FORMAT}`);
    const { publicKeys, witnesses = [] } = options;
    const ours = givenCheckpoints(head.origin, own, { publicKeys, witnesses }, true);
    const theirs = givenCheckpoints(head.origin, options.notes, { publicKeys, witnesses }, false);
    faults = [...ours.faults, ...theirs.faults];
    return new LogVerifier(head.origin, [...ours.checkpoints, ...theirs.checkpoints], options.erasingActions, witnesses.map(({ name }) => name));
  };
  for await (const text of lines) {
    if (text === '') continue;
    const line = parseLine(text, done);
    if (line.type === 'log') head ??= line;
    else if (line.type === 'checkpoint') own.push(line.note);
    else if (line.type === 'erasure') erasures.push({ pseudonym: line.pseudonym, erasedAt: new Date(line.erased_at) });
    else if (line.type === 'end') ended = true;
    else {
      verifier ??= start();
      verifier.add({ index: line.index, entryId: line.id, entry: line.entry, leaf: Buffer.from(line.leaf, 'base64'), digests: line.digests, salts: line.salts, expiredBy: line.expired_by ?? null });
      done += 1;
      if (done % STEP === 0) options.onProgress?.(head?.origin ?? '', done, head?.size ?? done);
    }
  }
  verifier ??= start();
  const { origin, size } = head as NonNullable<typeof head>;
  const verified = verifier.end({ size: ended ? size : Math.max(size, done + 1), erasures, signedBefore: ALWAYS, onRecord: isPlatform(origin) ? verifier.onRecord : undefined });
  return { ...verified, faults: [...faults, ...verified.faults] };
}

function parseLine(text: string, done: number): BundleLine {
  try {
    const line = JSON.parse(text) as BundleLine;
    if (isLine(line)) return line;
  } catch {
    // Said below.
  }
  throw new BundleError(`the bundle is damaged after ${done} entries: a line is not one of its kinds`);
}

function isLine(line: unknown): line is BundleLine {
  if (typeof line !== 'object' || line === null) return false;
  const { type, format, origin, size, note, index, leaf, digests, salts, id, entry, erased_at: erasedAt } = line as Record<string, unknown>;
  const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
  switch (type) {
    case 'log':
      return format === BUNDLE_FORMAT && typeof origin === 'string' && Number.isSafeInteger(size);
    case 'checkpoint':
      return typeof note === 'string';
    case 'entry':
      return Number.isSafeInteger(index) && typeof leaf === 'string' && typeof id === 'string' && isObject(digests) && isObject(salts) && (entry === null || (isObject(entry) && isObject((entry as { metadata?: unknown }).metadata)));
    case 'erasure':
      return typeof erasedAt === 'string';
    default:
      return type === 'end';
  }
}
