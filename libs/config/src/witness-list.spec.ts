import { createHash } from 'node:crypto';
import { witnesses } from './witness-list.js';

const PUBLIC = Buffer.alloc(32, 7);

function verifierKey(name: string, algorithm = 4, publicKey = PUBLIC): string {
  const key = Buffer.concat([Buffer.of(algorithm), publicKey]);
  return `${name}+${createHash('sha256').update(`${name}\n`).update(key).digest('hex').slice(0, 8)}+${key.toString('base64')}`;
}

describe('AUDIT_WITNESSES', () => {
  it('has the verifier key and the URL of each witness', () => {
    expect(witnesses().parse('')).toEqual([]);
    expect(witnesses().parse(` ${verifierKey('w.test/1')} https://w.test/one/ ,${verifierKey('w.test/2')}  http://127.0.0.1:9`)).toEqual([
      { name: 'w.test/1', publicKey: PUBLIC, url: 'https://w.test/one' },
      { name: 'w.test/2', publicKey: PUBLIC, url: 'http://127.0.0.1:9' },
    ]);
  });

  it.each([
    ['no key', 'https://w.test'],
    ['no URL', verifierKey('w.test')],
    ['a key of a log', `${verifierKey('w.test', 1)} https://w.test`],
    ['a key that is too short', `${verifierKey('w.test', 4, Buffer.alloc(31))} https://w.test`],
    ['a key under another name', `${verifierKey('w.test').replace('w.test', 'v.test')} https://w.test`],
    ['a URL with a password', `${verifierKey('w.test')} https://me:canary@w.test`],
    ['a URL with a query', `${verifierKey('w.test')} https://w.test?x`],
    ['another protocol', `${verifierKey('w.test')} ftp://w.test`],
    ['one twice', `${verifierKey('w.test')} https://a.test, ${verifierKey('w.test')} https://b.test`],
  ])('refuses %s, and does not repeat it', (_, text) => {
    const { error } = witnesses().safeParse(text);
    expect(error?.issues[0]?.message).toMatch(/^must (?!.*canary)/);
  });
});
