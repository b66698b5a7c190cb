import { loadSettings } from '@authengine/config';
import { KeyRing } from '../keys/key-ring.js';
import { HashingQueue } from './hashing-queue.js';
import { PasswordHasher } from './password-hasher.js';

const OLD = 'old-0123456789abcdef0123456789abcdef';
const NEW = 'new-0123456789abcdef0123456789abcdef';

function hasher({ secret = NEW, previous = '', cost = 4, maxWaitMs = 60_000 } = {}): PasswordHasher {
  const settings = loadSettings({
    SECRET_KEY: secret,
    SECRET_KEYS_PREVIOUS: previous,
    JWT_SECRET_KEY: 'x'.repeat(32),
    SUPERADMIN_PASSWORD: 'irrelevant-here',
    BCRYPT_COST: String(cost),
  });
  const { SECRET_KEY, SECRET_KEYS_PREVIOUS } = settings.values;
  return new PasswordHasher(settings, new KeyRing(SECRET_KEY, SECRET_KEYS_PREVIOUS), new HashingQueue({ concurrency: 1, maxWaitMs, expectedMs: 5 }));
}

/** Of this process, hashing threads included: a machine that gives it little time makes nothing of it dearer. */
async function cpuMillis(work: () => Promise<unknown>): Promise<number> {
  const began = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1_000;
}

describe('PasswordHasher', () => {
  const passwords = hasher();

  it('PW-11 stores a salted $2b$ hash of the configured cost', async () => {
    const [first, second] = await Promise.all([passwords.hash('the same password'), passwords.hash('the same password')]);
    expect(first).toMatch(/^hmac-sha384:[0-9a-f]{16}:\$2b\$04\$[./A-Za-z0-9]{53}$/);
    expect(first).not.toBe(second);
    await expect(hasher({ cost: 5 }).hash('the same password')).resolves.toContain('$2b$05$');
  });

  it('gives one owner the same hash for the same password, and nobody else', async () => {
    const [first, again, another, otherOwner] = await Promise.all([
      passwords.hashOf('a@x.io', 'the same password'),
      passwords.hashOf('a@x.io', 'the same password'),
      passwords.hashOf('a@x.io', 'another password'),
      passwords.hashOf('b@x.io', 'the same password'),
    ]);
    expect(again).toBe(first);
    expect(first).toMatch(/^hmac-sha384:[0-9a-f]{16}:\$2b\$04\$[./A-Za-z0-9]{53}$/);
    expect(new Set([first, another, otherOwner].map((hash) => hash.slice(-31))).size).toBe(3);
    expect(otherOwner.slice(0, -31)).not.toBe(first.slice(0, -31));
    await expect(passwords.verify('the same password', first)).resolves.toBe(true);
    await expect(passwords.verify('another password', first)).resolves.toBe(false);
  });

  it('knows the password and refuses any other', async () => {
    const stored = await passwords.hash(' Correct horse ');
    await expect(passwords.verify(' Correct horse ', stored)).resolves.toBe(true);
    for (const wrong of ['Correct horse', ' correct horse ', ' Correct horse', '']) await expect(passwords.verify(wrong, stored)).resolves.toBe(false);
  });

  it.each([
    ['PW-03 beyond 72 bytes', `${'a'.repeat(100)}x`, `${'a'.repeat(100)}y`],
    ['PW-04 beyond 72 bytes of emoji', `${'😀'.repeat(24)}x`, `${'😀'.repeat(24)}y`],
    ['PW-05 after a NUL', 'abc\u0000defgh1', 'abc\u0000zzzzz'],
  ])('tells passwords apart %s', async (_where, password, other) => {
    const stored = await passwords.hash(password);
    await expect(passwords.verify(password, stored)).resolves.toBe(true);
    await expect(passwords.verify(other, stored)).resolves.toBe(false);
  });

  it('PW-06 takes composed and decomposed letters for the same', async () => {
    const stored = await passwords.hash('caf\u00e9 au lait');
    await expect(passwords.verify('cafe\u0301 au lait', stored)).resolves.toBe(true);
    await expect(passwords.verify('cafe au lait', stored)).resolves.toBe(false);
  });

  it('never lets broken text pass for what it would encode to', async () => {
    const stored = await passwords.hash('\ufffd234567890');
    await expect(passwords.verify('\ud800234567890', stored)).resolves.toBe(false);
    await expect(passwords.hash('\ud800234567890')).rejects.toThrow(TypeError);
  });

  it('EN-01 is false without a stored password, and for one that cannot be read', async () => {
    const stored = await passwords.hash('a password');
    const foreign = await hasher({ secret: OLD }).hash('a password');
    const bare = stored.slice(stored.indexOf('$'));
    for (const unreadable of [null, '', 'x', bare, foreign, stored.slice(0, -1), `${stored}\n`]) {
      await expect(passwords.verify('a password', unreadable)).resolves.toBe(false);
    }
  });

  it.each([
    ['of today', 9],
    ['from when the cost was lower', 5],
  ])('EN-01 spends the same time without a stored password as with one %s', async (_when, cost) => {
    const costly = hasher({ cost: 9 });
    const stored = await hasher({ cost }).hash('a password');
    // In turns, so that a machine whose speed changes slows all of them alike.
    const asked: readonly (string | null)[] = [null, 'not a hash', stored];
    const least = asked.map(() => Infinity);
    // The least of many: a busy machine needs more rounds, and a real difference stays.
    const alike = ([none, broken, real]: readonly number[]): boolean => none! / real! > 0.6 && none! / real! < 1.6 && broken! / real! > 0.6;
    for (let i = 0; i < 9 || (i < 100 && !alike(least)); i += 1) {
      for (const [at, hash] of asked.entries()) least[at] = Math.min(least[at]!, await cpuMillis(() => costly.verify('a wrong password', hash)));
    }
    expect({ least, alike: alike(least) }).toMatchObject({ alike: true });
  });

  it('CF-03 verifies under a previous SECRET_KEY, asks for a new hash, and forgets a removed key', async () => {
    const stored = await hasher({ secret: OLD }).hash('a password');
    const rotated = hasher({ secret: NEW, previous: OLD });
    await expect(rotated.verify('a password', stored)).resolves.toBe(true);
    await expect(rotated.verify('another one', stored)).resolves.toBe(false);
    expect(rotated.needsRehash(stored)).toBe(true);
    expect(rotated.needsRehash(await rotated.hash('a password'))).toBe(false);
    await expect(hasher({ secret: NEW }).verify('a password', stored)).resolves.toBe(false);
  });

  it('PW-12 asks for a new hash when the cost rose, not when it fell', async () => {
    const stored = await hasher({ cost: 5 }).hash('a password');
    expect(hasher({ cost: 6 }).needsRehash(stored)).toBe(true);
    expect(hasher({ cost: 5 }).needsRehash(stored)).toBe(false);
    expect(hasher({ cost: 4 }).needsRehash(stored)).toBe(false);
    expect(hasher().needsRehash('$2b$04$something else')).toBe(true);
  });

  it('answers busy instead of queueing without end', async () => {
    const small = hasher({ maxWaitMs: 10 });
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => small.verify('a password', null)));
    const refusals = answers.filter((a) => a.status === 'rejected').map((a) => a.reason as unknown);
    expect(refusals).toHaveLength(17);
    for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'server.busy', status: 503 });
  });

  it('leaves the event loop free while it hashes', async () => {
    const hashing = hasher({ cost: 10 }).hash('a password');
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 1);
    await hashing;
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(5);
  });
});
