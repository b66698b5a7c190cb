import { createHash, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Seen {
  readonly size: number;
  readonly root: Buffer;
}

interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly type?: string;
}

const sha256 = (...parts: readonly (string | Buffer)[]): Buffer => createHash('sha256').update(Buffer.concat(parts.map((part) => Buffer.from(part)))).digest();
const node = (left: Buffer, right: Buffer): Buffer => sha256(Buffer.of(1), left, right);
const rawOf = (key: KeyObject): Buffer => Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x ?? '', 'base64url');

/** A witness as C2SP's tlog-witness and tlog-cosignature describe one. It shares no code with the service. */
export class TestWitness {
  readonly asked: { readonly old: number; readonly size: number; readonly proof: number }[] = [];
  /** What it answers instead, when it is set. */
  instead: ((right: () => Answer) => Answer | Promise<Answer>) | undefined;
  /** The last checkpoint that it cosigned, by origin. */
  readonly seen = new Map<string, Seen>();
  private readonly logs = new Map<string, Buffer>();
  private readonly key = generateKeyPairSync('ed25519').privateKey;
  private readonly server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const right = (): Answer => (request.method === 'POST' && request.url === '/add-checkpoint' ? this.addCheckpoint(text) : { status: 404 });
      void Promise.resolve(this.instead ? this.instead(right) : right()).then(({ status, body = '', type = 'text/plain' }) => {
        response.writeHead(status, { 'content-type': type }).end(body);
      });
    });
  });

  constructor(readonly name: string) {}

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** `name+id+key`, of cosignature/v1. */
  get verifierKey(): string {
    const key = Buffer.concat([Buffer.of(4), rawOf(this.key)]);
    return `${this.name}+${sha256(`${this.name}\n`, key).subarray(0, 4).toString('hex')}+${key.toString('base64')}`;
  }

  /** From now on it knows the log of this verifier key. */
  know(verifierKey: string): void {
    const [origin = '', , ...key] = verifierKey.split('+');
    this.logs.set(origin, Buffer.from(key.join('+'), 'base64'));
  }

  private addCheckpoint(text: string): Answer {
    const split = text.indexOf('\n\n');
    const [first = '', ...proof] = text.slice(0, split).split('\n');
    const note = text.slice(split + 2);
    const body = note.slice(0, note.lastIndexOf('\n\n') + 1);
    const [origin = '', sizeLine = '', rootLine = ''] = body.split('\n');
    const old = Number(/^old (0|[1-9]\d*)$/.exec(first)?.[1] ?? NaN);
    const now = { size: Number(sizeLine), root: Buffer.from(rootLine, 'base64') };
    this.asked.push({ old, size: now.size, proof: proof.length });
    const key = this.logs.get(origin);
    if (!key) return { status: 404 };
    if (!isSignedBy(note, origin, key)) return { status: 403 };
    if (!(old <= now.size) || proof.length > 63) return { status: 400 };
    const before = this.seen.get(origin) ?? { size: 0, root: sha256('') };
    const conflict = { status: 409, type: 'text/x.tlog.size', body: `${before.size}\n` };
    if (old !== before.size || (old === now.size && !before.root.equals(now.root))) return conflict;
    if (!continues(before, now, proof.map((hash) => Buffer.from(hash, 'base64')))) return { status: 422 };
    this.seen.set(origin, now);
    return { status: 200, body: this.cosign(body) };
  }

  /** The signature line. */
  cosign(body: string, seconds = Math.floor(Date.now() / 1_000)): string {
    const key = Buffer.concat([Buffer.of(4), rawOf(this.key)]);
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(BigInt(seconds));
    const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${body}`), this.key);
    return `\u2014 ${this.name} ${Buffer.concat([sha256(`${this.name}\n`, key).subarray(0, 4), time, signature]).toString('base64')}\n`;
  }
}

/** C2SP signed-note; `key` is the algorithm's byte and 32 bytes of Ed25519. */
function isSignedBy(note: string, name: string, key: Buffer): boolean {
  const split = note.lastIndexOf('\n\n');
  const id = sha256(`${name}\n`, key).subarray(0, 4);
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.subarray(1).toString('base64url') }, format: 'jwk' });
  return note.slice(split + 2).split('\n').some((line) => {
    const signature = Buffer.from(line.split(' ').at(-1) ?? '', 'base64');
    return line.startsWith(`\u2014 ${name} `) && signature.subarray(0, 4).equals(id) && verify(null, Buffer.from(note.slice(0, split + 1)), publicKey, signature.subarray(4));
  });
}

/** RFC 9162 section 2.1.4.2. */
function continues(first: Seen, second: Seen, proof: readonly Buffer[]): boolean {
  if (first.size === 0 || first.size === second.size) return proof.length === 0 && (first.size === 0 || first.root.equals(second.root));
  const path = Number.isInteger(Math.log2(first.size)) ? [first.root, ...proof] : [...proof];
  const [start] = path;
  if (!start) return false;
  let [fn, sn] = [first.size - 1, second.size - 1];
  while (fn % 2 === 1) [fn, sn] = [(fn - 1) / 2, Math.floor(sn / 2)];
  let [fr, sr] = [start, start];
  for (const hash of path.slice(1)) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [fr, sr] = [node(hash, fr), node(hash, sr)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else sr = node(sr, hash);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && fr.equals(first.root) && sr.equals(second.root);
}
