import { Anchors, splitNotes } from '@authengine/audit';
import { AwsClient } from 'aws4fetch';
import { programPath, startProgram, type Program } from './kit/protected/program.js';
import { bearer, call, logInAsSuperAdmin } from './kit/person.js';
import { createTestApp, freePort, type TestApp } from './test-app.js';

const program = programPath('moto_server');

/** Moto is a store that speaks S3, and that nobody here wrote. */
(program === undefined ? describe.skip : describe)(`AU-01 anchors in a store that speaks S3${program === undefined ? ' (skipped: moto_server is not installed)' : ''}`, () => {
  let store: Program;
  let origin: string;
  let test: TestApp;
  let headers: Record<string, string>;
  const owner = new AwsClient({ accessKeyId: 'owner', secretAccessKey: 'of the bucket', service: 's3', region: 'us-east-1', retries: 0 });

  beforeAll(async () => {
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    store = await startProgram(port, program ?? '', ['-H', '127.0.0.1', '-p', String(port)]);
    expect((await owner.fetch(`${origin}/anchors`, { method: 'PUT', headers: { 'x-amz-bucket-object-lock-enabled': 'true' } })).status).toBe(200);
    test = await createTestApp({
      env: { AUDIT_CHECKPOINT_SECONDS: '86400', AUDIT_ANCHOR_S3_URL: `${origin}/anchors/acme`, AUDIT_ANCHOR_S3_ACCESS_KEY_ID: 'id', AUDIT_ANCHOR_S3_SECRET_ACCESS_KEY: 'the secret of it', AUDIT_ANCHOR_S3_LOCK_DAYS: '30' },
    });
    headers = bearer((await logInAsSuperAdmin(test)).access_token);
  });
  afterAll(async () => {
    await test?.close();
    await store?.stop();
  });

  const sign = async (): Promise<string> => (await call<{ note: string }>(test, 'POST', '/platform/audit/checkpoint', undefined, headers)).body.note;
  const bring = (): Promise<void> => test.app.get(Anchors, { strict: false }).bring();
  const names = async (): Promise<string[]> => [...(await (await owner.fetch(`${origin}/anchors?list-type=2`)).text()).matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, name = '']) => name);
  const notes = async (): Promise<string[]> => (await Promise.all((await names()).map(async (name) => splitNotes(await (await owner.fetch(`${origin}/anchors/${name}`)).text())))).flat();

  it('are objects that nobody replaces, locked, each checkpoint in one, in order', async () => {
    const first = [await sign(), await sign()];
    await bring();
    const second = await sign();
    await bring();
    await bring();
    expect((await notes()).filter((note) => [...first, second].includes(note))).toEqual([...first, second]);
    const [name = ''] = await names();
    expect(name).toMatch(/^acme\/\d{19}\.txt$/);
    const { headers: kept } = await owner.fetch(`${origin}/anchors/${name}`, { method: 'HEAD' });
    expect(kept.get('x-amz-object-lock-mode')).toBe('COMPLIANCE');
    expect(Date.parse(kept.get('x-amz-object-lock-retain-until-date') ?? '') - Date.now()).toBeGreaterThan(29 * 24 * 3_600_000);
    expect((await owner.fetch(`${origin}/anchors/${name}`, { method: 'PUT', body: 'x', headers: { 'if-none-match': '*' } })).status).toBe(412);
  });

  it('are not doubled when a node dies before it notes what it has put', async () => {
    const before = await notes();
    await test.dataSource.query('UPDATE audit_checkpoints SET in_bucket = false');
    await bring();
    expect(await notes()).toEqual(before);
    expect(await test.app.get(Anchors, { strict: false }).lag()).toEqual([{ anchor: 'bucket', waiting: 0 }]);
  });

  it('say so when the database is older than they are', async () => {
    await test.dataSource.query("UPDATE audit_checkpoints SET in_bucket = false, note = replace(note, E'\\n', E'\\n\\n') WHERE seq = (SELECT min(seq) FROM audit_checkpoints)");
    await expect(bring()).rejects.toThrow('other checkpoints');
  });
});
