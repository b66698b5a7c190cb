import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTestDatabase, testRedisUrl, type TestDatabase } from '@authengine/testing';
import { newDataDir, startBuiltServer, type BuiltServer } from './kit/built-server.js';
import { bearer, call, newAddress, PASSWORD, patiently, type Answer, type Tokens } from './kit/person.js';

interface Acknowledged {
  readonly registered: string[];
  readonly sessions: { readonly accessToken: string; readonly requestId: string }[];
}

/** What is acknowledged before the kill, on a machine of any speed. */
const ENOUGH = { registered: 100, sessions: 20 };
const LOAD_MS = 120_000;
/** Longer than the lease (two minutes) of a mail that the killed process was about to send: nobody else sends it before. */
const MAIL_PATIENCE_MS = 150_000;
/** Neither so old that the dev mailbox has dropped their mails for newer ones, nor all within that lease. */
const [WRITTEN_TO_FROM, WRITTEN_TO_UNTIL] = [-25, -20];

/** The built server, its life taken with SIGKILL while it serves; what it had answered must be there after. */
describe('IF-06 a server that is killed under load', () => {
  let database: TestDatabase | undefined;
  // The port differs from start to start, and the issuer of tokens must not; nor may a session end for being one too many.
  let env: Record<string, string> = { APP_URL: 'http://auth.test', MAX_CONCURRENT_SESSIONS: '1000' };
  let server: BuiltServer | undefined;
  const dataDir = newDataDir();

  beforeAll(async () => {
    if (process.env['TEST_POSTGRES_URL'] === undefined) return;
    database = await openTestDatabase();
    const redis = testRedisUrl();
    env = { ...env, ...(database.address.kind === 'server' ? { POSTGRES_URL: database.address.url } : {}), ...(redis === undefined ? {} : { REDIS_URL: redis }) };
  });
  afterAll(async () => {
    await server?.stop('SIGKILL');
    await database?.close();
  });

  it('has every acknowledged user, session and audit entry, once, after it is started again', async () => {
    server = await startBuiltServer({ dataDir, env });
    const member = await signUp(server);
    const acknowledged = await loadUntilKilled(server, member);
    expect(acknowledged.registered.length).toBeGreaterThanOrEqual(ENOUGH.registered);
    expect(acknowledged.sessions.length).toBeGreaterThanOrEqual(ENOUGH.sessions);

    const target = await startBuiltServer({ dataDir, env });
    server = target;
    const admin = await logInAdmin(target);
    const registered = await everyRegistration(target, admin, acknowledged.registered);
    for (const email of acknowledged.registered) expect(registered.filter((found) => found === email)).toEqual([email]);
    for (const email of acknowledged.registered.slice(WRITTEN_TO_FROM, WRITTEN_TO_UNTIL)) await expectVerifiable(target, email);

    const logins = await everyPage<{ request_id: string }>(target, admin, 'action=auth.login.succeeded');
    for (const { accessToken, requestId } of acknowledged.sessions) {
      expect((await patiently(() => call(target, 'GET', '/me', undefined, bearer(accessToken)))).status).toBe(200);
      expect(logins.filter((entry) => entry.request_id === requestId)).toHaveLength(1);
    }
    expect(new Set(logins.map((entry) => entry.request_id)).size).toBe(logins.length);
    expect(await target.stop('SIGTERM')).toBe(0);
  }, 600_000);

  async function loadUntilKilled(target: BuiltServer, member: string): Promise<Acknowledged> {
    const acknowledged: Acknowledged = { registered: [], sessions: [] };
    let alive = true;
    const registering = async (): Promise<void> => {
      while (alive) {
        const email = newAddress('killed');
        const answer = await attempt(() => call(target, 'POST', '/auth/register', { email, password: PASSWORD }));
        if (answer?.status === 202) acknowledged.registered.push(email);
      }
    };
    const loggingIn = async (): Promise<void> => {
      while (alive) {
        const answer = await attempt(() => call<Tokens>(target, 'POST', '/auth/login', { email: member, password: PASSWORD }));
        if (answer?.status === 200) acknowledged.sessions.push({ accessToken: answer.body.access_token, requestId: answer.headers.get('x-request-id') ?? '' });
      }
    };
    const workers = [...Array.from({ length: 6 }, registering), ...Array.from({ length: 2 }, loggingIn)];
    const isEnough = (): boolean => acknowledged.registered.length >= ENOUGH.registered && acknowledged.sessions.length >= ENOUGH.sessions;
    for (const deadline = Date.now() + LOAD_MS; !isEnough() && Date.now() < deadline; ) await new Promise((resolve) => setTimeout(resolve, 50));
    await target.stop('SIGKILL');
    alive = false;
    await Promise.all(workers);
    return acknowledged;
  }

  /** A request that the kill interrupted was not acknowledged. */
  async function attempt<T>(request: () => Promise<Answer<T>>): Promise<Answer<T> | undefined> {
    try {
      return await request();
    } catch {
      return undefined;
    }
  }

  async function signUp(target: BuiltServer): Promise<string> {
    const email = newAddress('member');
    await call(target, 'POST', '/auth/register', { email, password: PASSWORD });
    await expectVerifiable(target, email);
    return email;
  }

  async function expectVerifiable(target: BuiltServer, email: string): Promise<void> {
    expect((await call(target, 'POST', '/auth/verify-email', { token: await tokenMailedTo(target, email) })).status).toBe(200);
  }

  async function tokenMailedTo(target: BuiltServer, email: string): Promise<string> {
    for (const deadline = Date.now() + MAIL_PATIENCE_MS; Date.now() < deadline; ) {
      const response = await fetch(`${target.url}/dev/mailbox/messages?to=${encodeURIComponent(email)}`);
      const token = /#token=([\w-]+)/.exec(await response.text())?.[1];
      if (token !== undefined) return token;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`no mail to ${email}`);
  }

  /** What was asked for with a 202 is worked on in the background, after the start too. */
  async function everyRegistration(target: BuiltServer, admin: string, expected: readonly string[]): Promise<string[]> {
    for (const deadline = Date.now() + MAIL_PATIENCE_MS; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
      const entries = await everyPage<{ metadata: { email: string } }>(target, admin, 'action=user.registered');
      const registered = entries.map(({ metadata }) => metadata.email);
      if (expected.every((email) => registered.includes(email)) || Date.now() > deadline) return registered;
    }
  }

  async function logInAdmin(target: BuiltServer): Promise<string> {
    const password = readFileSync(join(target.dataDir, 'superadmin-password'), 'utf8').trim();
    return (await patiently(() => call<Tokens>(target, 'POST', '/auth/login', { email: 'admin@authengine.test', password }))).body.access_token;
  }

  async function everyPage<T>(target: BuiltServer, token: string, filter: string): Promise<T[]> {
    const entries: T[] = [];
    for (let next: string | undefined = `/platform/audit?limit=100&${filter}`; next !== undefined; ) {
      const path = next;
      const page: Answer<T[]> = await patiently(() => call<T[]>(target, 'GET', path, undefined, bearer(token)));
      expect(page.status).toBe(200);
      entries.push(...page.body);
      next = /<[^>]*?(\/platform\/audit[^>]*)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1];
    }
    return entries;
  }
});
