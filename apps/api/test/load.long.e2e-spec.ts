import { setTimeout as after } from 'node:timers/promises';
import { Authenticated, Public } from '@authengine/contracts';
import { Controller, Get, Module } from '@nestjs/common';
import { actorOf, newActor, type Actor } from './kit/actor.js';
import { cpuMsOfEach } from './kit/cpu-time.js';
import { createTestApp, type TestApp } from './test-app.js';

const ENV = { REQUESTS_AT_ONCE_PER_USER: '3', REQUESTS_PER_MINUTE_PER_USER: '400', REQUESTS_AT_ONCE_PER_SOURCE: '5', REQUESTS_PER_MINUTE_PER_SOURCE: '600', TRUSTED_PROXIES: '127.0.0.1' };

/** Handlers that end when they are told to. */
class Gate {
  static running = 0;
  static most = 0;
  static open: () => void = () => undefined;
  private static shut = Promise.resolve();

  static close(): void {
    Gate.most = 0;
    Gate.shut = new Promise((resolve) => (Gate.open = resolve));
  }

  static async pass(): Promise<{ ok: true }> {
    Gate.running += 1;
    Gate.most = Math.max(Gate.most, Gate.running);
    await Gate.shut;
    Gate.running -= 1;
    return { ok: true };
  }
}

@Controller('load')
class LoadController {
  @Get('user')
  @Authenticated()
  user(): Promise<{ ok: true }> {
    return Gate.pass();
  }

  @Get('anyone')
  @Public()
  anyone(): Promise<{ ok: true }> {
    return Gate.pass();
  }
}

@Module({ controllers: [LoadController] })
class LoadModule {}

describe('the load of one caller', () => {
  let test: TestApp;
  let one: Actor;
  let other: Actor;
  beforeAll(async () => {
    test = await createTestApp({ modules: [LoadModule], env: ENV });
    one = await newActor(test);
    other = await newActor(test);
  });
  afterAll(() => test.close());

  let source = 0;
  const ask = (path: string, actor?: Actor, from = `203.0.113.${(source += 1)}`): Promise<Response> =>
    fetch(`${test.url}/api/v1/${path}`, { headers: { 'X-Forwarded-For': from, ...(actor ? { Authorization: `Bearer ${actor.token}` } : {}) } });
  const until = async (condition: () => boolean): Promise<void> => {
    for (let i = 0; i < 500 && !condition(); i += 1) await after(10);
  };

  it('is so many requests of a user at once; the next wait their turn, and other users do not wait for them', async () => {
    Gate.close();
    const answers = Array.from({ length: 20 }, () => ask('load/user', one));
    await until(() => Gate.running === 3);
    const others = ask('load/user', other);
    await until(() => Gate.running === 4);
    expect(Gate.running).toBe(4);
    Gate.open();
    expect((await Promise.all([...answers, others])).map(({ status }) => status)).toEqual(Array<number>(21).fill(200));
    expect(Gate.most).toBe(4);
  });

  it('is so many requests of a source at once, whoever it speaks for', async () => {
    Gate.close();
    const answers = [...Array.from({ length: 4 }, () => ask('load/anyone', undefined, '198.51.100.1')), ...Array.from({ length: 4 }, (_, i) => ask('load/user', i % 2 === 0 ? one : other, '198.51.100.1'))];
    await until(() => Gate.running === 5);
    const elsewhere = ask('load/anyone');
    await until(() => Gate.running === 6);
    expect(Gate.running).toBe(6);
    Gate.open();
    expect((await Promise.all([...answers, elsewhere])).map(({ status }) => status)).toEqual(Array<number>(9).fill(200));
    expect(Gate.most).toBe(6);
  });

  it('ends with 429 and Retry-After for those that would wait too long', async () => {
    Gate.close();
    const answers = Array.from({ length: 5 }, () => ask('load/user', one));
    await until(() => Gate.running === 3);
    const [refused] = await Promise.all([Promise.any(answers)]);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(await refused.json()).toMatchObject({ code: 'request.rate_limited' });
    Gate.open();
    expect((await Promise.all(answers)).map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429]);
  });

  it('leaves no turn behind, whether a request was answered, refused, wrong or given up', async () => {
    for (let i = 0; i < 20; i += 1) {
      await ask('load/user');
      await ask('platform/users', one);
      await ask('me?unknown=1', one);
      await ask('me/tenants/not-a-tenant/permissions', one);
      await ask('me', one, '198.51.100.2');
    }
    Gate.close();
    const given = new AbortController();
    const gone = Array.from({ length: 3 }, () => fetch(`${test.url}/api/v1/load/user`, { headers: { Authorization: `Bearer ${one.token}` }, signal: given.signal }).catch(() => undefined));
    await until(() => Gate.running === 3);
    given.abort();
    await Promise.all(gone);
    // Their handlers still work, so that nobody has more in work by leaving.
    const next = ask('load/user', one);
    await after(50);
    expect(Gate.running).toBe(3);
    Gate.open();
    expect((await next).status).toBe(200);
    expect(Gate.most).toBe(3);
  });

  it('is so many requests of a user a minute, then 429 with Retry-After; others are answered', async () => {
    const busy = await newActor(test);
    const statuses: number[] = [];
    for (let i = 0; i < 410; i += 1) statuses.push((await ask('me', busy, `2001:db8:${(i % 50).toString(16)}::1`)).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(400);
    const refused = await ask('me', busy);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect((await ask('me', other)).status).toBe(200);
  });

  it('is so many requests of a source a minute, introspection and probes apart', async () => {
    let refused: Response | undefined;
    for (let i = 0; i < 610 && refused === undefined; i += 1) {
      const answer = await ask('auth/oauth/providers', undefined, '198.51.100.9');
      if (answer.status === 429) refused = answer;
      expect([200, 429]).toContain(answer.status);
    }
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    const headers = { 'X-Forwarded-For': '198.51.100.9' };
    expect((await fetch(`${test.url}/health/live`, { headers })).status).toBe(200);
    expect((await fetch(`${test.url}/api/v1/auth/introspect`, { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body: '{"token":"x"}' })).status).toBe(401);
    expect((await ask('auth/oauth/providers')).status).toBe(200);
  });

  it('is told in the document of every operation of the API that is not a service\'s', async () => {
    const { paths } = (await (await fetch(`${test.url}/openapi.json`)).json()) as { paths: Record<string, Record<string, { responses: object }>> };
    expect(paths['/api/v1/me']?.['patch']?.responses).toHaveProperty('429');
    expect(paths['/health/live']?.['get']?.responses).not.toHaveProperty('429');
  });

  it('costs little, though a body is full of members', async () => {
    const actor = await actorOf(test, other.id);
    const refused = async (value: string): Promise<void> => {
      const answer = await fetch(`${test.url}/api/v1/me`, { method: 'PATCH', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${actor.token}` }, body: `{"first_name":${value}}` });
      expect(answer.status).toBe(400);
    };
    await refused('1');
    const numbers = `${'1,'.repeat(45_000)}1`;
    const [plain = 0, full = 0] = await cpuMsOfEach([() => refused(`"${numbers}"`), () => refused(`[${numbers}]`)], 10);
    expect(full).toBeLessThan(10 * plain);
  });
});
