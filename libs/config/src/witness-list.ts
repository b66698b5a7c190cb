import { createHash } from 'node:crypto';
import { readBy, VariableFault } from './variable-docs.js';

/** Whom a log asks to cosign its checkpoints (C2SP tlog-witness). */
export interface WitnessSetting {
  /** As in its cosignatures. */
  readonly name: string;
  /** 32 bytes of Ed25519. */
  readonly publicKey: Buffer;
  /** The submission prefix, without a slash at its end. */
  readonly url: string;
}

/** Ed25519 with a timestamp, in C2SP tlog-cosignature. */
const COSIGNATURE_V1 = 4;
const ENTRY = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})\s+(\S+)$/;

/** `<verifier key> <URL>`, separated by commas. */
export function witnesses() {
  return readBy(read);
}

function read(text: string): WitnessSetting[] {
  const all = text.split(',').map((part) => part.trim()).filter((part) => part !== '').map(readOne);
  if (new Set(all.map(({ name }) => name)).size < all.length) throw new VariableFault('must name each witness once');
  return all;
}

function readOne(entry: string): WitnessSetting {
  const [, name = '', id = '', key = '', url = ''] = ENTRY.exec(entry) ?? [];
  const bytes = Buffer.from(key, 'base64');
  const digest = createHash('sha256').update(`${name}\n`).update(bytes).digest('hex');
  if (bytes.length !== 33 || bytes[0] !== COSIGNATURE_V1 || !digest.startsWith(id)) throw new VariableFault('must be verifier keys of cosignature/v1 (name+id+key), each with the URL of its witness after a space, separated by commas');
  if (!isPrefix(url)) throw new VariableFault('must have an http or https URL without user, query or fragment for each witness');
  return { name, publicKey: bytes.subarray(1), url: url.replace(/\/$/, '') };
}

function isPrefix(url: string): boolean {
  if (!URL.canParse(url) || /[?#]/.test(url)) return false;
  const { protocol, username, password } = new URL(url);
  return ['http:', 'https:'].includes(protocol) && username === '' && password === '';
}
