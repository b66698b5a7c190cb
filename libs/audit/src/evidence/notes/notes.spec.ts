import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { openCheckpoint, signCheckpoint, splitNotes } from './checkpoint.js';
import { isSignedBy, parseNote, publicKeyOf, signNote, verifierKey } from './signed-note.js';

function newKey(): { privateKey: KeyObject; publicKey: Buffer } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url') };
}

const ORIGIN = 'auth.example.com/audit/platform';

describe('AU-01 a checkpoint', () => {
  const [ours, other] = [newKey(), newKey()];
  const checkpoint = { origin: ORIGIN, size: 12, root: Buffer.alloc(32, 7) };
  const note = signCheckpoint(checkpoint, ours.privateKey);

  it('is a signed note with origin, size and root', () => {
    expect(note.split('\n')).toEqual([ORIGIN, '12', checkpoint.root.toString('base64'), '', expect.stringMatching(/^\u2014 auth\.example\.com\/audit\/platform [\w+/]+=*$/), '']);
    expect(openCheckpoint(note, [other.publicKey, ours.publicKey])).toEqual(checkpoint);
  });

  it('counts only with our signature over every byte, whoever else has signed', () => {
    expect(openCheckpoint(note, [other.publicKey])).toBeUndefined();
    expect(openCheckpoint(note.replace('\n12\n', '\n13\n'), [ours.publicKey])).toBeUndefined();
    expect(openCheckpoint(note.replaceAll('platform', 'tenants/x'), [ours.publicKey])).toBeUndefined();
    const cosigned = `${note}${signNote(parseNote(note)!.text, 'witness.example', other.privateKey).split('\n\n')[1]!}`;
    expect(openCheckpoint(cosigned, [ours.publicKey])).toEqual(checkpoint);
    expect(isSignedBy(parseNote(cosigned)!, 'witness.example', [other.publicKey])).toBe(true);
  });

  it.each(['', 'x', `${ORIGIN}\n12\nAAAA\n`, note.slice(0, -1), note.replace('\u2014', '-')])('is not made of anything: %j', (text) => {
    expect(openCheckpoint(text, [ours.publicKey])).toBeUndefined();
  });

  it.each(['-1', '012', '1e3', '9007199254740993', ''])('has a size that is a number, not %j', (size) => {
    expect(openCheckpoint(signNote(`${ORIGIN}\n${size}\n${checkpoint.root.toString('base64')}\n`, ORIGIN, ours.privateKey), [ours.publicKey])).toBeUndefined();
  });

  it('is found in a file with others, as it was written', () => {
    const second = signCheckpoint({ ...checkpoint, size: 13 }, ours.privateKey);
    expect(splitNotes(`${note}\n${second}\n`)).toEqual([note, second]);
    expect(splitNotes(`${note}${second}`.replaceAll('\n', '\r\n'))).toEqual([note, second]);
    expect(splitNotes('nothing')).toEqual([]);
  });

  it('has a verifier key that gives the public key back', () => {
    const key = verifierKey(ORIGIN, ours.publicKey);
    expect(key).toMatch(/^auth\.example\.com\/audit\/platform\+[0-9a-f]{8}\+AT?[\w+/]+=*$/);
    expect(publicKeyOf(key)).toEqual(ours.publicKey);
    expect(publicKeyOf(key.replace(ORIGIN, 'other.example'))).toBeUndefined();
    expect(publicKeyOf('x')).toBeUndefined();
  });
});
