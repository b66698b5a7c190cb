import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** Ed25519, in C2SP signed-note. */
const ALGORITHM = Buffer.of(1);
const KEY_ID_BYTES = 4;
const SIGNATURE_BYTES = 64;
const LINE = /^\u2014 (\S+) ([A-Za-z0-9+/]+={0,2})$/;
/** The DER beginning of every Ed25519 public key (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

interface NoteSignature {
  readonly name: string;
  readonly keyId: string;
  readonly signature: Buffer;
}

export interface SignedNote {
  /** With the line feed at its end, which is signed too. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** The text with one signature, by the key of this name. */
export function signNote(text: string, name: string, privateKey: KeyObject): string {
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const signature = sign(null, Buffer.from(text), privateKey);
  return `${text}\n\u2014 ${name} ${Buffer.concat([keyId(name, Buffer.from(x, 'base64url')), signature]).toString('base64')}\n`;
}

/** Undefined when it is not a signed note. */
export function parseNote(note: string): SignedNote | undefined {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) return undefined;
  const signatures = note.slice(split + 2, -1).split('\n').map(parseLine);
  return signatures.every((line) => line !== undefined) ? { text: note.slice(0, split + 1), signatures } : undefined;
}

/** Whether one of these public keys (32 bytes each) has signed it under this name. */
export function isSignedBy({ text, signatures }: SignedNote, name: string, publicKeys: readonly Buffer[]): boolean {
  return publicKeys.some((key) => {
    const id = keyId(name, key).toString('hex');
    return signatures.some((line) => line.name === name && line.keyId === id && verify(null, Buffer.from(text), publicKeyObject(key), line.signature));
  });
}

/** The public key in the form that verifiers of notes take: `name+key id+key`. */
export function verifierKey(name: string, publicKey: Buffer): string {
  return `${name}+${keyId(name, publicKey).toString('hex')}+${Buffer.concat([ALGORITHM, publicKey]).toString('base64')}`;
}

/** The public key of a verifier key; undefined when it is none of Ed25519. */
export function publicKeyOf(verifier: string): Buffer | undefined {
  const [name = '', id, ...key] = verifier.split('+');
  const bytes = Buffer.from(key.join('+'), 'base64');
  const publicKey = bytes.subarray(1);
  return bytes[0] === ALGORITHM[0] && publicKey.length === 32 && keyId(name, publicKey).toString('hex') === id ? publicKey : undefined;
}

export function privateKeyOf(pkcs8: Buffer): KeyObject {
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
}

function publicKeyObject(key: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI, key]), format: 'der', type: 'spki' });
}

function keyId(name: string, publicKey: Buffer): Buffer {
  return createHash('sha256').update(`${name}\n`).update(ALGORITHM).update(publicKey).digest().subarray(0, KEY_ID_BYTES);
}

function parseLine(line: string): NoteSignature | undefined {
  const [, name, body = ''] = LINE.exec(line) ?? [];
  const bytes = Buffer.from(body, 'base64');
  if (name === undefined || bytes.length !== KEY_ID_BYTES + SIGNATURE_BYTES) return undefined;
  return { name, keyId: bytes.subarray(0, KEY_ID_BYTES).toString('hex'), signature: bytes.subarray(KEY_ID_BYTES) };
}
