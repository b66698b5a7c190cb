import type { KeyObject } from 'node:crypto';
import { isSignedBy, parseNote, signNote } from './signed-note.js';

/** A log's size and root at one time (C2SP tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

/** An em dash and a space. */
const SIGNATURE = '\u2014 ';
const SIZE = /^(?:0|[1-9]\d{0,15})$/;

/** The key has the log's name, as the format asks for. */
export function signCheckpoint({ origin, size, root }: Checkpoint, privateKey: KeyObject): string {
  return signNote(`${origin}\n${size}\n${root.toString('base64')}\n`, origin, privateKey);
}

/** The checkpoint, when one of these keys has signed it for the log that it names; signatures of others do not matter. */
export function openCheckpoint(note: string, publicKeys: readonly Buffer[]): Checkpoint | undefined {
  const parsed = parseNote(note);
  if (!parsed) return undefined;
  const [origin = '', size = '', root = ''] = parsed.text.split('\n');
  const checkpoint = { origin, size: Number(size), root: Buffer.from(root, 'base64') };
  const isWhole = SIZE.test(size) && checkpoint.root.length === 32 && Number.isSafeInteger(checkpoint.size);
  return isWhole && isSignedBy(parsed, origin, publicKeys) ? checkpoint : undefined;
}

/** The notes of a text that has them one after the other, as anchor files do. */
export function splitNotes(text: string): string[] {
  const notes: string[] = [];
  let lines: string[] = [];
  for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
    const [isSignature, afterSignature] = [line.startsWith(SIGNATURE), lines.at(-1)?.startsWith(SIGNATURE) === true];
    if (afterSignature && !isSignature) {
      notes.push(`${lines.join('\n')}\n`);
      lines = [];
    }
    if (line !== '' || lines.length > 0) lines.push(line);
  }
  return notes;
}
