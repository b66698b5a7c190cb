import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { openCheckpoint, signCheckpoint, splitNotes } from './checkpoint.js';
import { claimsCosignature, cosignatureIn, cosignedAt, idOf } from './cosignature.js';
import { namedKeyOf, parseNote, publicKeyOf, SIGNER, type NamedKey } from './signed-note.js';

function newKey(): { privateKey: KeyObject; publicKey: Buffer } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url') };
}

const [log, ours, other] = [newKey(), newKey(), newKey()];
const witness: NamedKey = { name: 'witness.test/w1', publicKey: ours.publicKey };
const checkpoint = { origin: 'auth.test/audit/platform', size: 12, root: Buffer.alloc(32, 7) };
const note = signCheckpoint(checkpoint, log.privateKey);
const TEXT = note.slice(0, note.indexOf('\n\n') + 1);
const TIME = 1_679_315_147;

/** C2SP tlog-cosignature, word for word. */
function lineOf({ privateKey, publicKey }: typeof ours, { name = witness.name, time = TIME, text = TEXT, algorithm = 4, signedTime = time }: { name?: string; time?: number; text?: string; algorithm?: number; signedTime?: number } = {}): string {
  const id = createHash('sha256').update(`${name}\n`).update(Buffer.of(algorithm)).update(publicKey).digest().subarray(0, 4);
  const seconds = Buffer.alloc(8);
  seconds.writeBigUInt64BE(BigInt(time));
  const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${signedTime}\n${text}`), privateKey);
  return `\u2014 ${name} ${Buffer.concat([id, seconds, signature]).toString('base64')}\n`;
}

describe('AU-01 a cosignature', () => {
  const timeIn = (text: string): number | undefined => cosignedAt(parseNote(text)!, witness);

  it('is one more line of the note, which stays what it was to the log and among others', () => {
    const cosigned = note + lineOf(ours);
    expect(timeIn(cosigned)).toBe(TIME);
    expect(openCheckpoint(cosigned, [log.publicKey])).toEqual(checkpoint);
    expect(splitNotes(`${cosigned}\n${note}`)).toEqual([cosigned, note]);
    expect(timeIn(note + lineOf(other, { name: 'witness.test/w2' }) + lineOf(ours, { time: 5 }) + lineOf(ours))).toBe(TIME);
  });

  it.each([
    ['no line', ''],
    ['a line of another key', lineOf(other)],
    ['a line of another name', lineOf(ours, { name: 'witness.test/w2' })],
    ['a signature of a log', lineOf(ours, { algorithm: 1 })],
  ])('is not there with %s', (_, line) => {
    expect([timeIn(note + line), claimsCosignature(parseNote(note + line)!, witness)]).toEqual([undefined, false]);
  });

  it.each([
    ['over another time', lineOf(ours, { signedTime: TIME + 1 })],
    ['over another text', lineOf(ours, { text: TEXT.replace('\n12\n', '\n13\n') })],
    ['that is cut', `${lineOf(ours).slice(0, 40)}AAAA\n`],
    ['that is good beside one that is not', lineOf(ours) + lineOf(ours, { signedTime: 1 })],
  ])('claims to be there with one %s', (_, line) => {
    expect([timeIn(note + line), claimsCosignature(parseNote(note + line)!, witness)]).toEqual([undefined, true]);
  });

  it('is found in the answer of a witness, and nothing else is', () => {
    const line = lineOf(ours);
    expect(cosignatureIn(lineOf(other, { name: 'x' }) + line, note, witness)).toBe(line);
    for (const answer of ['', '\n', 'x', lineOf(other), lineOf(ours, { text: 'x\n' }), line.slice(2)]) expect(cosignatureIn(answer, note, witness)).toBeUndefined();
  });

  it('has a verifier key of its own kind', () => {
    const key = Buffer.concat([Buffer.of(4), ours.publicKey]);
    const verifier = `${witness.name}+${createHash('sha256').update(`${witness.name}\n`).update(key).digest('hex').slice(0, 8)}+${key.toString('base64')}`;
    expect(namedKeyOf(verifier, SIGNER.witness)).toEqual(witness);
    expect(verifier).toContain(idOf(witness));
    expect(publicKeyOf(verifier)).toBeUndefined();
    expect(namedKeyOf(verifier.replace('w1', 'w2'), SIGNER.witness)).toBeUndefined();
  });
});
