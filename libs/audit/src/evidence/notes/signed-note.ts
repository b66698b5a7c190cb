import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** What a key signs with, as C2SP numbers it: a log with Ed25519, a witness with Ed25519 and the time. */
export const SIGNER = { log: 1, witness: 4 } as const;
type Signer = (typeof SIGNER)[keyof typeof SIGNER];
const KEY_ID_BYTES = 4;
const LINE = /^\u2014 (\S+) ([A-Za-z0-9+/]+={0,2})$/;
/** The DER beginning of every Ed25519 public key (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

interface NoteSignature {
  readonly name: string;
  readonly keyId: string;
  /** As long as its kind is; those of unknown kinds do not matter. */
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
export function isSignedBy(note: SignedNote, name: string, publicKeys: readonly Buffer[]): boolean {
  return publicKeys.some((key) => signaturesBy(note, name, key, SIGNER.log).some((signature) => isSignature(signature, note.text, key)));
}

/** What the note has from this key; nothing is verified yet. */
export function signaturesBy({ signatures }: SignedNote, name: string, publicKey: Buffer, signer: Signer): Buffer[] {
  const id = keyId(name, publicKey, signer).toString('hex');
  return signatures.filter((line) => line.name === name && line.keyId === id).map(({ signature }) => signature);
}

/** Whether an Ed25519 signature is this key's over the text. */
export function isSignature(signature: Buffer, text: string, publicKey: Buffer): boolean {
  return verify(null, Buffer.from(text), publicKeyObject(publicKey), signature);
}

/** The public key in the form that verifiers of notes take: `name+key id+key`. */
export function verifierKey(name: string, publicKey: Buffer): string {
  return `${name}+${keyId(name, publicKey).toString('hex')}+${Buffer.concat([Buffer.of(SIGNER.log), publicKey]).toString('base64')}`;
}

/** The public key of a log's verifier key; undefined when it is none. */
export function publicKeyOf(verifier: string): Buffer | undefined {
  return namedKeyOf(verifier, SIGNER.log)?.publicKey;
}

/** A key and the name that it signs under. */
export interface NamedKey {
  readonly name: string;
  /** 32 bytes of Ed25519. */
  readonly publicKey: Buffer;
}

/** The key of a verifier key (`name+id+key`) of this kind; undefined when it is none. */
export function namedKeyOf(verifier: string, signer: Signer): NamedKey | undefined {
  const [name = '', id, ...key] = verifier.split('+');
  const bytes = Buffer.from(key.join('+'), 'base64');
  const publicKey = bytes.subarray(1);
  return bytes[0] === signer && publicKey.length === 32 && keyId(name, publicKey, signer).toString('hex') === id ? { name, publicKey } : undefined;
}

export function privateKeyOf(pkcs8: Buffer): KeyObject {
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
}

function publicKeyObject(key: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI, key]), format: 'der', type: 'spki' });
}

export function keyId(name: string, publicKey: Buffer, signer: Signer = SIGNER.log): Buffer {
  return createHash('sha256').update(`${name}\n`).update(Buffer.of(signer)).update(publicKey).digest().subarray(0, KEY_ID_BYTES);
}

function parseLine(line: string): NoteSignature | undefined {
  const [, name, body = ''] = LINE.exec(line) ?? [];
  const bytes = Buffer.from(body, 'base64');
  if (name === undefined || bytes.length <= KEY_ID_BYTES) return undefined;
  return { name, keyId: bytes.subarray(0, KEY_ID_BYTES).toString('hex'), signature: bytes.subarray(KEY_ID_BYTES) };
}
