import { openCheckpoint } from '../notes/checkpoint.js';
import { claimsCosignature, cosignedAt } from '../notes/cosignature.js';
import { parseNote, type NamedKey } from '../notes/signed-note.js';
import type { TrustedCheckpoint } from './checkpoint-checks.js';
import type { EvidenceFault } from './evidence-record.js';

export interface TrustedKeys {
  /** Of the log; 32 bytes each. */
  readonly publicKeys: readonly Buffer[];
  readonly witnesses: readonly NamedKey[];
}

/**
 * The checkpoints of this log among the notes, and a fault for each that no trusted key has signed, or that has a line of a witness
 * which the witness has not made.
 */
export function givenCheckpoints(origin: string, notes: readonly string[], { publicKeys, witnesses }: TrustedKeys, own: boolean): { readonly checkpoints: TrustedCheckpoint[]; readonly faults: EvidenceFault[] } {
  const checkpoints: TrustedCheckpoint[] = [];
  const faults: EvidenceFault[] = [];
  // Anchors bring one twice when a node is killed.
  for (const note of new Set(notes)) {
    if (!own && !note.startsWith(`${origin}\n`)) continue;
    const checkpoint = openCheckpoint(note, publicKeys);
    const { cosigners, forged } = cosignersOf(note, witnesses);
    for (const witness of forged) faults.push({ kind: 'unwitnessed', origin, index: null, entryId: null, message: `a checkpoint has a cosignature that ${witness} has not made: ${note.split('\n').slice(0, 2).join(' ')}` });
    if (checkpoint?.origin === origin) checkpoints.push({ size: checkpoint.size, root: checkpoint.root, own, cosigners });
    else faults.push({ kind: 'unknown_key', origin, index: null, entryId: null, message: `a checkpoint is not signed by a trusted key for this log: ${note.split('\n').slice(0, 2).join(' ')}` });
  }
  return { checkpoints, faults };
}

function cosignersOf(note: string, witnesses: readonly NamedKey[]): { readonly cosigners: string[]; readonly forged: string[] } {
  const parsed = parseNote(note);
  const claimed = parsed ? witnesses.filter((witness) => claimsCosignature(parsed, witness)) : [];
  const good = claimed.filter((witness) => parsed && cosignedAt(parsed, witness) !== undefined);
  return { cosigners: good.map(({ name }) => name), forged: claimed.filter((witness) => !good.includes(witness)).map(({ name }) => name) };
}
