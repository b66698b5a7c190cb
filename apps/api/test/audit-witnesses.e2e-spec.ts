import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Anchors, LiveEvidence, namedKeyOf, PLATFORM_LOG, SigningKeys, SIGNER, splitNotes, verifyBundle, Witnesses, type VerifiedLog } from '@authengine/audit';
import { erasingEvents } from '@authengine/contracts';
import { bearer, call, logInAsSuperAdmin } from './kit/person.js';
import { TestWitness } from './kit/witness.js';
import { createTestApp, type TestApp } from './test-app.js';

const [ONE, TWO] = ['witness.test/one', 'witness.test/two'];

describe('AU-01 witnesses', () => {
  let one: TestWitness;
  let two: TestWitness;
  let test: TestApp;
  let headers: Record<string, string>;
  const file = join(mkdtempSync(join(tmpdir(), 'authengine-test-')), 'anchors');

  const envOf = (extra: Record<string, string> = {}): Record<string, string> => ({ AUDIT_WITNESSES: `${one.verifierKey} ${one.url}/, ${two.verifierKey} ${two.url}`, AUDIT_CHECKPOINT_SECONDS: '86400', AUDIT_ANCHOR_FILE: file, ...extra });

  beforeAll(async () => {
    one = await new TestWitness(ONE).start();
    two = await new TestWitness(TWO).start();
    test = await createTestApp({ env: envOf() });
    headers = bearer((await logInAsSuperAdmin(test)).access_token);
    await sign();
    // Until now they know no log.
    await cosign();
    for (const { verifier_key } of (await call<{ keys: { verifier_key: string }[] }>(test, 'GET', '/audit/keys')).body.keys) for (const each of [one, two]) each.know(verifier_key);
  });
  beforeEach(() => {
    for (const each of [one, two]) {
      each.instead = undefined;
      each.asked.splice(0);
    }
  });
  afterAll(async () => {
    await test.close();
    await one.stop();
    await two.stop();
  });

  /** Another entry, and a checkpoint that has it. */
  const sign = async (): Promise<{ size: number; note: string }> => (await call<{ size: number; note: string }>(test, 'POST', '/platform/audit/checkpoint', undefined, headers)).body;
  const newest = async (): Promise<{ size: number; note: string }> => (await call<{ size: number; note: string }>(test, 'GET', '/platform/audit/checkpoint', undefined, headers)).body;
  const of = <T>(type: abstract new (...of: never[]) => T): T => test.app.get(type as never, { strict: false });
  const cosign = (): Promise<void> => of(Witnesses).cosign();
  const linesOf = (note: string, name: string): string[] => note.split('\n').filter((line) => line.startsWith(`\u2014 ${name} `));
  const keyOf = (witness: TestWitness) => namedKeyOf(witness.verifierKey, SIGNER.witness)!;
  const verified = async (...witnesses: readonly TestWitness[]): Promise<VerifiedLog> => {
    for await (const log of of(LiveEvidence).verify({ notes: [], witnesses: witnesses.map(keyOf) })) return log;
    throw new Error('there is no log');
  };
  const metric = async (name: string): Promise<number | undefined> => {
    const { text } = await test.http.get('/metrics').expect(200);
    const line = text.split('\n').find((each) => each.startsWith(`${name} `));
    return line === undefined ? undefined : Number(line.split(' ').at(-1));
  };
  const behind = (witness: TestWitness): Promise<number | undefined> => metric(`audit_witness_entries{witness="${witness.name}"}`);

  it('cosign each checkpoint after the proof that the log only grew; anchors and readers get it with their lines', async () => {
    expect(await metric(`audit_witness_seconds{witness="${ONE}"}`)).toBeUndefined();
    const sizes: number[] = [];
    for (let n = 0; n < 4; n += 1) {
      sizes.push((await sign()).size);
      await cosign();
    }
    for (const each of [one, two]) {
      expect(each.asked.map(({ old, size }) => [old, size])).toEqual(sizes.map((size, n) => [n === 0 ? 0 : sizes[n - 1], size]));
      expect(each.asked[0]?.proof).toBe(0);
      expect(await behind(each)).toBe(0);
    }
    expect(await metric(`audit_witness_seconds{witness="${ONE}"}`)).toBeLessThan(60);
    const { note } = await newest();
    expect([linesOf(note, ONE), linesOf(note, TWO)].map((lines) => lines.length)).toEqual([1, 1]);
    await cosign();
    expect((await newest()).note).toBe(note);
    expect(one.asked).toHaveLength(4);
    await of(Anchors).bring();
    expect(splitNotes(readFileSync(file, 'utf8'))).toContain(note);
    expect(await metric('audit_anchor_checkpoints{anchor="file"}')).toBe(0);
  });

  it('are held to by the verifier: how far each has cosigned, one that never did, and a line that it has not made', async () => {
    await sign();
    await cosign();
    const { size, note } = await newest();
    const log = await verified(one, two);
    expect([...log.cosigned]).toEqual([[ONE, size], [TWO, size]]);
    expect(log.faults).toEqual([]);
    expect(log.entries).toBeGreaterThanOrEqual(size);
    const stranger = new TestWitness('witness.test/stranger');
    expect((await verified(one, stranger)).faults).toMatchObject([{ kind: 'unwitnessed', message: expect.stringContaining(stranger.name) }]);
    // The same line on another checkpoint, and with another time.
    const [line = ''] = linesOf(note, ONE);
    const bytes = Buffer.from(line.split(' ').at(-1) ?? '', 'base64');
    bytes[11] = (bytes[11] ?? 0) ^ 1;
    const forged = `${note.slice(0, note.indexOf(line))}\u2014 ${ONE} ${bytes.toString('base64')}\n`;
    await test.dataSource.query('UPDATE audit_checkpoints SET note = $1 WHERE log = $2 AND size = $3', [forged, PLATFORM_LOG, size]);
    expect((await verified(one)).faults).toMatchObject([{ kind: 'unwitnessed', message: expect.stringContaining('has not made') }]);
    expect((await verified(two)).faults).toEqual([]);
    await test.dataSource.query('UPDATE audit_checkpoints SET note = $1 WHERE log = $2 AND size = $3', [note, PLATFORM_LOG, size]);
    // A bundle has the lines too, and needs no store.
    const lines = await of(LiveEvidence).bundle(PLATFORM_LOG);
    const texts = (async function* () {
      for await (const each of lines ?? []) yield JSON.stringify(each);
    })();
    const publicKeys = (await of(SigningKeys).published()).map(({ publicKey }) => publicKey);
    const bundle = await verifyBundle(texts, { publicKeys, notes: [], erasingActions: new Set(erasingEvents()), witnesses: [keyOf(one), keyOf(stranger)] });
    expect(bundle.cosigned.get(ONE)).toBe(size);
    expect(bundle.faults).toMatchObject([{ kind: 'unwitnessed' }]);
  });

  it('say how much they know when this service does not know it any more', async () => {
    await sign();
    await cosign();
    await test.dataSource.query('DELETE FROM audit_keepers');
    one.asked.splice(0);
    const before = [...one.seen.values()][0];
    const { size } = await sign();
    await cosign();
    expect(one.asked.map(({ old }) => old)).toEqual([0, before?.size]);
    expect(linesOf((await newest()).note, ONE)).toHaveLength(1);
    expect((await verified(one)).cosigned.get(ONE)).toBe(size);
  });

  it('that are away delay nothing: the checkpoint is signed and anchored, a metric tells, and they go on later', async () => {
    one.instead = () => ({ status: 503 });
    const { size } = await sign();
    await cosign();
    await of(Anchors).bring();
    const { note } = await newest();
    expect([linesOf(note, ONE).length, linesOf(note, TWO).length]).toEqual([0, 1]);
    expect(splitNotes(readFileSync(file, 'utf8'))).toContain(note);
    expect([await behind(one), await behind(two)]).toEqual([expect.any(Number), 0]);
    expect(await behind(one)).toBeGreaterThan(0);
    one.instead = undefined;
    await cosign();
    expect(await behind(one)).toBe(0);
    expect((await verified(one)).cosigned.get(ONE)).toBe(size);
  });

  it('that are slow hold nobody up for long, and their line is added when it comes', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    one.instead = (right) => held.then(right);
    await sign();
    const begun = performance.now();
    await cosign();
    expect(performance.now() - begun).toBeLessThan(30_000);
    expect(linesOf((await newest()).note, ONE)).toHaveLength(0);
    expect(linesOf((await newest()).note, TWO)).toHaveLength(1);
    release();
    while ((await behind(one)) !== 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(linesOf((await newest()).note, ONE)).toHaveLength(1);
  });

  it.each([
    ['a line of another key', () => new TestWitness(ONE).cosign('x\n1\nAAAA\n')],
    ['a line over another text', (witness: TestWitness) => witness.cosign('x\n1\nAAAA\n')],
    ['no line', () => 'thank you'],
    ['nothing', () => ''],
  ])('that answer %s have cosigned nothing', async (_, answer) => {
    one.instead = () => ({ status: 200, body: answer(one) });
    await sign();
    await cosign();
    expect(linesOf((await newest()).note, ONE)).toHaveLength(0);
    expect(await behind(one)).toBeGreaterThan(0);
    one.instead = (right) => {
      const { status, body = '' } = right();
      return { status, body: `${new TestWitness('witness.test/other').cosign('x\n')}${body}` };
    };
    await cosign();
    // What others signed beside it does not matter.
    expect(linesOf((await newest()).note, ONE)).toHaveLength(1);
    expect((await newest()).note).not.toContain('witness.test/other');
  });

  it('that know another history sign nothing, whatever this service would like', async () => {
    await sign();
    await cosign();
    const [[origin, known] = ['', { size: 0, root: Buffer.alloc(0) }]] = [...one.seen];
    for (const other of [{ size: known.size, root: Buffer.alloc(32, 1) }, { size: known.size + 1_000, root: known.root }]) {
      one.seen.set(origin, other);
      await sign();
      await cosign();
      expect(linesOf((await newest()).note, ONE)).toHaveLength(0);
      expect(await behind(one)).toBeGreaterThan(0);
    }
    one.seen.set(origin, known);
    await cosign();
    expect(linesOf((await newest()).note, ONE)).toHaveLength(1);
  });

  it('are asked before the anchors get a checkpoint', async () => {
    await of(Anchors).bring();
    const other = join(mkdtempSync(join(tmpdir(), 'authengine-test-')), 'anchors');
    const node = await createTestApp({ beside: test, env: envOf({ AUDIT_CHECKPOINT_SECONDS: '1', AUDIT_ANCHOR_FILE: other }) });
    try {
      await call(test, 'POST', '/auth/login', { email: 'nobody@people.test', password: 'not the password' });
      const found = (): string[] => (existsSync(other) ? splitNotes(readFileSync(other, 'utf8')) : []);
      while (found().length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
      const [note = ''] = found();
      expect([linesOf(note, ONE).length, linesOf(note, TWO).length]).toEqual([1, 1]);
    } finally {
      await node.close();
    }
  });
});
