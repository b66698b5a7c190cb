import { openCheckpoint } from '../notes/checkpoint.js';
import type { TrustedCheckpoint } from './checkpoint-checks.js';
import type { EvidenceFault } from './evidence-record.js';

/** The checkpoints of this log among the notes, and a fault for each that no trusted key has signed. */
export function givenCheckpoints(origin: string, notes: readonly string[], publicKeys: readonly Buffer[], own: boolean): { readonly checkpoints: TrustedCheckpoint[]; readonly faults: EvidenceFault[] } {
  const checkpoints: TrustedCheckpoint[] = [];
  const faults: EvidenceFault[] = [];
  // Anchors bring one twice when a node is killed.
  for (const note of new Set(notes)) {
    if (!own && !note.startsWith(`${origin}\n`)) continue;
    const checkpoint = openCheckpoint(note, publicKeys);
    if (checkpoint?.origin === origin) checkpoints.push({ size: checkpoint.size, root: checkpoint.root, own });
    else faults.push({ kind: 'unknown_key', origin, index: null, entryId: null, message: `a checkpoint is not signed by a trusted key for this log: ${note.split('\n').slice(0, 2).join(' ')}` });
  }
  return { checkpoints, faults };
}
