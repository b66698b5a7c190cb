import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onRealPostgres, openTestDatabase, testRedisUrl, testSettings, type TestDatabase } from '@authengine/testing';
import { newDataDir, startBuiltServer, type BuiltServer } from './kit/built-server.js';
import { bearer, call, type Answer, type Tokens } from './kit/person.js';
import { TcpProxy } from './kit/tcp-proxy.js';

const ACTS = 10;
const mongo = testSettings().values.MONGODB_URL;

/**
 * The built server, killed with SIGKILL amid its acts, again and again, with the log in Postgres, and with it in a MongoDB
 * that is away all the time. In the end every act that was answered is on record, once, and the log verifies.
 */
describe.each([
  // On the embedded stores a start takes longer, and there is less to go wrong between processes.
  { log: 'in Postgres', away: false, rounds: onRealPostgres() ? 8 : 3 },
  ...(onRealPostgres() && mongo !== undefined ? [{ log: 'in a MongoDB that is away', away: true, rounds: 20 }] : []),
])('AU-01 IF-06 the audit log $log, of a server that is killed $rounds times', ({ away, rounds }) => {
  const dataDir = newDataDir();
  let database: TestDatabase | undefined;
  let way: TcpProxy | undefined;
  let env: Record<string, string> = { APP_URL: 'http://auth.test', MAX_CONCURRENT_SESSIONS: '1000', AUDIT_CHECKPOINT_SECONDS: '1', AUDIT_ANCHOR_FILE: join(dataDir, 'anchors') };
  let server: BuiltServer | undefined;

  beforeAll(async () => {
    if (onRealPostgres()) {
      database = await openTestDatabase();
      const redis = testRedisUrl();
      env = { ...env, ...(database.address.kind === 'server' ? { POSTGRES_URL: database.address.url } : {}), ...(redis === undefined ? {} : { REDIS_URL: redis }) };
    }
    if (away && mongo !== undefined) {
      const url = new URL(mongo);
      way = await TcpProxy.to(Number(url.port));
      url.port = String(way.port);
      env = { ...env, MONGODB_URL: url.href };
    }
  });
  afterAll(async () => {
    await server?.stop('SIGKILL');
    await way?.close();
    await database?.close();
  });

  const logIn = (target: BuiltServer): Promise<Answer<Tokens>> =>
    call<Tokens>(target, 'POST', '/auth/login', { email: 'admin@authengine.test', password: readFileSync(join(dataDir, 'superadmin-password'), 'utf8').trim() });

  it('has every act that was answered, once, and verifies', async () => {
    const answered: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      // The first start makes its secrets, and finds the store.
      if (round > 0) way?.cut();
      const running = await startBuiltServer({ dataDir, env });
      way?.cut();
      server = running;
      let killed: Promise<unknown> | undefined;
      const acts = Array.from({ length: ACTS }, (_, i) =>
        logIn(running).then(({ status, headers }) => {
          if (status === 200) answered.push(headers.get('x-request-id') ?? '');
          // In the middle, at another moment each time.
          if (i === round % ACTS) killed ??= running.stop('SIGKILL');
        }, () => undefined),
      );
      await Promise.all(acts);
      await (killed ?? running.stop('SIGKILL'));
      server = undefined;
    }
    expect(answered.length).toBeGreaterThanOrEqual(rounds);

    way?.mend();
    server = await startBuiltServer({ dataDir, env });
    const headers = bearer((await logIn(server)).body.access_token);
    await expect(shipped(server, headers)).resolves.toBe(200);
    for (const id of answered) {
      const { body } = await call<{ action: string }[]>(server, 'GET', `/platform/audit?request_id=${id}`, undefined, headers);
      expect(body.map(({ action }) => action)).toEqual(['auth.login.succeeded']);
    }
    // On a fast machine no server has lived for a second before, and so none has made a checkpoint.
    for (const deadline = Date.now() + 60_000; !existsSync(join(dataDir, 'anchors')) && Date.now() < deadline; ) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await server.stop('SIGTERM')).toBe(0);
    server = undefined;
    // Not spawnSync: the way to MongoDB is in this process.
    const { stdout } = await promisify(execFile)(process.execPath, [join(process.cwd(), 'bin/authengine.mjs'), 'audit', 'verify', '--checkpoints', join(dataDir, 'anchors')], {
      cwd: dataDir, timeout: 180_000, env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', AUTHENGINE_DATA_DIR: dataDir, LOG_LEVEL: 'error', ...env },
    });
    expect(stdout).toMatch(/^whole: auth\.test\/audit\/platform, \d+ entries/m);
    expect(Number(/platform, (\d+) entries/.exec(stdout)?.[1])).toBeGreaterThan(answered.length);
  }, 900_000);

  /** The first question after an outage may come before the relay has caught up. */
  async function shipped(target: BuiltServer, headers: Record<string, string>): Promise<number> {
    for (const deadline = Date.now() + 120_000; ; ) {
      const { status } = await call(target, 'GET', '/platform/audit?limit=1', undefined, headers);
      if (status === 200 || Date.now() > deadline) return status;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
});
