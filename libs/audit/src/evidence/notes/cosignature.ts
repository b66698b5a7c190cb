import { isSignature, keyId, parseNote, SIGNER, signaturesBy, type NamedKey, type SignedNote } from './signed-note.js';

const TIME_BYTES = 8;

/**
 * When the witness cosigned the note last, in seconds since 1970 (C2SP tlog-cosignature, `cosignature/v1`); undefined when it did
 * not, or when a line is not what it says.
 */
export function cosignedAt(note: SignedNote, witness: NamedKey): number | undefined {
  const times = signaturesBy(note, witness.name, witness.publicKey, SIGNER.witness).map((signature) => timeOf(signature, note.text, witness.publicKey));
  return times.every((time) => time !== undefined) && times.length > 0 ? Math.max(...times) : undefined;
}

/** Whether the note has lines of this key, good or not. */
export function claimsCosignature(note: SignedNote, { name, publicKey }: NamedKey): boolean {
  return signaturesBy(note, name, publicKey, SIGNER.witness).length > 0;
}

/** The first line of a witness's answer that is its cosignature of the note, with its line feed. Others do not matter. */
export function cosignatureIn(answer: string, note: string, witness: NamedKey): string | undefined {
  return answer
    .split('\n')
    .map((line) => `${line}\n`)
    .find((line) => {
      const text = note.slice(0, note.lastIndexOf('\n\n') + 1);
      const alone = parseNote(`${text}\n${line}`);
      return alone !== undefined && cosignedAt(alone, witness) !== undefined;
    });
}

/** What names a witness to people and in tables: a witness may change its key under its name. */
export function idOf({ name, publicKey }: NamedKey): string {
  return `${name}+${keyId(name, publicKey, SIGNER.witness).toString('hex')}`;
}

function timeOf(signature: Buffer, text: string, publicKey: Buffer): number | undefined {
  if (signature.length <= TIME_BYTES) return undefined;
  const time = signature.readBigUInt64BE();
  if (time > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  return isSignature(signature.subarray(TIME_BYTES), `cosignature/v1\ntime ${time}\n${text}`, publicKey) ? Number(time) : undefined;
}
