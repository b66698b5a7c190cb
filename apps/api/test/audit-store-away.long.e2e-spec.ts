import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onRealPostgres, openTestDatabase, testRedisUrl, testSettings, type TestDatabase } from '@authengine/testing';
import { newDataDir, startBuiltServer, type BuiltServer } from './kit/built-server.js';
import { bearer, call, type Tokens } from './kit/person.js';
import { TcpProxy } from './kit/tcp-proxy.js';

const ROUNDS = 4;
const ACTS = 40;
/** What a request may cost without the store, as a multiple of what it costs with it. The promise is 1.1; machines of CI are noisy. */
const BOUND = 1.5;
const DRAINED_WITHIN_MS = 90_000;
const mongo = testSettings().values.MONGODB_URL;

const ownerOf = (token: string): string => (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sub: string }).sub;

interface Round {
  readonly statuses: readonly number[];
  readonly medianMs: number;
  readonly cpuMs: number;
}

/** The built server with its audit log in a MongoDB that is reached and cut, in turn. */
(mongo === undefined ? describe.skip : describe)(`the audit log's store away${mongo === undefined ? ' (skipped: TEST_MONGODB_URL names no server)' : ''}`, () => {
  const dataDir = newDataDir();
  let database: TestDatabase | undefined;
  let way: TcpProxy;
  let server: BuiltServer;
  let tokens: Tokens;
  let tenant: string;

  beforeAll(async () => {
    let env: Record<string, string> = { APP_URL: 'http://auth.test', MAX_CONCURRENT_SESSIONS: '1000', LOG_LEVEL: 'error' };
    if (onRealPostgres()) {
      database = await openTestDatabase();
      const redis = testRedisUrl();
      env = { ...env, ...(database.address.kind === 'server' ? { POSTGRES_URL: database.address.url } : {}), ...(redis === undefined ? {} : { REDIS_URL: redis }) };
    }
    const url = new URL(mongo ?? '');
    way = await TcpProxy.to(Number(url.port));
    url.port = String(way.port);
    server = await startBuiltServer({ dataDir, env: { ...env, MONGODB_URL: url.href } });
    tokens = await logIn();
    const made = await call<{ id: string }>(server, 'POST', '/platform/tenants', { name: 'Acme', owner_id: ownerOf(tokens.access_token) }, bearer(tokens.access_token));
    expect([made.status, made.body]).toEqual([201, expect.objectContaining({ id: expect.any(String) })]);
    tenant = made.body.id;
  });
  afterAll(async () => {
    await server?.stop('SIGTERM');
    await way?.close();
    await database?.close();
  });

  const credentials = (): object => ({ email: 'admin@authengine.test', password: readFileSync(join(dataDir, 'superadmin-password'), 'utf8').trim() });
  const logIn = async (): Promise<Tokens> => (await call<Tokens>(server, 'POST', '/auth/login', credentials())).body;
  const metric = async (name: string): Promise<number> => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  };

  /** What people do: sign in, change something, look at something, be refused. Each but the look is on record. */
  async function act(n: number): Promise<readonly number[]> {
    const headers = bearer(tokens.access_token);
    const answers = [
      await call(server, 'POST', '/auth/login', credentials()),
      await call(server, 'PATCH', `/tenants/${tenant}`, { name: `Acme ${n}` }, headers),
      await call(server, 'GET', `/tenants/${tenant}`, undefined, headers),
      await call(server, 'POST', '/auth/login', { email: `nobody.${n}@people.test`, password: 'not the password' }),
    ];
    return answers.map(({ status }) => status);
  }

  async function round(of: number): Promise<Round> {
    const statuses: number[] = [];
    const times: number[] = [];
    const before = await metric('process_cpu_seconds_total');
    for (let n = 0; n < ACTS; n += 1) {
      const begun = performance.now();
      statuses.push(...(await act(of * ACTS + n)));
      times.push(performance.now() - begun);
    }
    const cpuMs = ((await metric('process_cpu_seconds_total')) - before) * 1_000 / ACTS;
    times.sort((a, b) => a - b);
    return { statuses, medianMs: times[ACTS / 2] ?? 0, cpuMs };
  }

  const least = (rounds: readonly Round[], of: (round: Round) => number): number => Math.min(...rounds.map(of));

  it('fails no request and slows none, and what waited is in the store soon after its return, once', async () => {
    await round(0);
    const [reached, away]: [Round[], Round[]] = [[], []];
    for (let n = 1; n <= ROUNDS; n += 1) {
      reached.push(await round(2 * n));
      way.cut();
      away.push(await round(2 * n + 1));
      expect(await metric('audit_outbox_entries')).toBeGreaterThan(0);
      way.mend();
      await drained();
    }
    for (const each of [...reached, ...away]) expect([...new Set(each.statuses)].sort()).toEqual([200, 401]);
    const ratios = { median: least(away, ({ medianMs }) => medianMs) / least(reached, ({ medianMs }) => medianMs), cpu: least(away, ({ cpuMs }) => cpuMs) / least(reached, ({ cpuMs }) => cpuMs) };
    const shown = (rounds: readonly Round[]): unknown => rounds.map(({ medianMs, cpuMs }) => `${medianMs.toFixed(1)} ms, ${cpuMs.toFixed(1)} ms CPU`);
    process.stdout.write(`${JSON.stringify({ ...ratios, reached: shown(reached), away: shown(away) })}\n`);
    expect(ratios.median).toBeLessThan(BOUND);
    expect(ratios.cpu).toBeLessThan(BOUND);

    const log = await call<{ metadata: { after?: { name?: string } } }[]>(server, 'GET', `/tenants/audit/${tenant}/audit-logs?action=tenant.updated&limit=100`, undefined, bearer(tokens.access_token));
    const names = log.body.map(({ metadata }) => metadata.after?.name);
    // The acts counted on without a gap, so the newest hundred are these.
    const last = (2 * ROUNDS + 1) * ACTS + ACTS - 1;
    expect(names).toEqual(Array.from({ length: 100 }, (_, n) => `Acme ${last - n}`));
  }, 900_000);

  async function drained(): Promise<void> {
    for (const deadline = Date.now() + DRAINED_WITHIN_MS; (await metric('audit_outbox_entries')) > 0; ) {
      if (Date.now() > deadline) throw new Error(`${await metric('audit_outbox_entries')} entries still wait`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await metric('audit_outbox_oldest_seconds')).toBe(0);
  }
});
