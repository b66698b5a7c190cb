import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { AuthEngine, type Mode } from '../index.js';
import { TestHub, VirtualClock, type TestUser } from '../testing/index.js';
import type { Transport, TransportResponse } from '../transport/transport.js';

describe('a route that keeps answers while the stream is heard', () => {
  let hub: TestHub;
  let engine: AuthEngine;
  let ada: TestUser;
  let tenant: string;
  let token: string;

  beforeEach(async () => {
    hub = new TestHub();
    engine = new AuthEngine(hub.options({ mode: 'bounded', retries: 0 }));
    ada = hub.user();
    tenant = hub.tenant();
    hub.grant(ada, tenant, 'orders.view');
    token = hub.signIn(ada);
    // The stream begins with the first question.
    await engine.introspect({ token: 'nobody' });
    await hub.clock.advance(1);
    hub.questions.length = 0;
  });
  afterEach(() => engine.close());

  const decide = async (permission = 'orders.view', more: { token?: string; tenantId?: string; mode?: 'strict' | 'bounded: 400 ms' } = {}): Promise<string> => (await engine.decide({ token, tenantId: tenant, permissions: [permission], ...more })).outcome;

  it('asks once', async () => {
    for (let i = 0; i < 5; i += 1) {
      expect(await decide()).toBe('allowed');
      await hub.clock.advance(100);
    }
    expect(hub.questions).toHaveLength(1);
  });

  it('goes on over many heartbeats, and asks again after half a minute all the same', async () => {
    await decide();
    for (let i = 0; i < 290; i += 1) await hub.clock.advance(100);
    expect(await decide()).toBe('allowed');
    expect(hub.questions).toHaveLength(1);
    await hub.clock.advance(2_000);
    expect(await decide()).toBe('allowed');
    expect(hub.questions).toHaveLength(2);
  });

  it.each<[string, () => void, string]>([
    ['the session ends', () => hub.signOut(token), 'sign_in'],
    ['the user is deleted', () => hub.deleteUser(ada), 'sign_in'],
    ['the permission is taken away', () => hub.withdraw(ada, tenant, 'orders.view'), 'permission_missing'],
    ['the membership ends', () => hub.removeMember(ada, tenant), 'not_in_tenant'],
    ['the tenant is deleted', () => hub.deleteTenant(tenant), 'not_in_tenant'],
  ])('knows at once when %s', async (_, end, outcome) => {
    expect(await decide()).toBe('allowed');
    end();
    await hub.clock.advance(0);
    expect(await decide()).toBe(outcome);
  });

  it('keeps no no, so that what is given counts with the next question', async () => {
    expect(await decide('orders.delete')).toBe('permission_missing');
    hub.grant(ada, tenant, 'orders.delete');
    expect(await decide('orders.delete')).toBe('allowed');
  });

  it('gives the answer of nobody else', async () => {
    await decide();
    expect(await decide('orders.delete')).toBe('permission_missing');
    expect(await decide('orders.view', { tenantId: hub.tenant() })).toBe('not_in_tenant');
    expect(await decide('orders.view', { token: hub.signIn(hub.user()) })).toBe('not_in_tenant');
  });

  it('asks each time where the route is strict, or the heartbeat older than the route allows', async () => {
    await decide();
    await decide('orders.view', { mode: 'strict' });
    expect(hub.questions).toHaveLength(2);
    await decide('orders.view', { mode: 'bounded: 400 ms' });
    expect(hub.questions).toHaveLength(2);
    await hub.clock.advance(500);
    await decide('orders.view', { mode: 'bounded: 400 ms' });
    expect(hub.questions).toHaveLength(3);
  });

  it('is over with the token', async () => {
    token = hub.signIn(ada, { seconds: 1 });
    expect(await decide()).toBe('allowed');
    await hub.clock.advance(999);
    hub.questions.length = 0;
    await hub.clock.advance(1);
    expect(await decide()).toBe('sign_in');
  });

  it('leaves what an offline-tolerant route may go on with, although the stream was begun anew', async () => {
    const board = { token, tenantId: tenant, permissions: ['orders.view'], mode: 'offline-tolerant: 60 s' } as const;
    await engine.decide(board);
    hub.goAway();
    await hub.clock.advance(0);
    hub.comeBack();
    for (let i = 0; i < 100; i += 1) await hub.clock.advance(100);
    hub.goAway();
    await hub.clock.advance(0);
    expect(await engine.decide(board)).toMatchObject({ outcome: 'allowed' });
  });

  it('lets nobody in when the hub is gone', async () => {
    await decide();
    hub.goAway();
    await hub.clock.advance(0);
    await expect(decide()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('has forgotten everything when the stream is back, whatever it missed', async () => {
    await decide();
    hub.goAway();
    await hub.clock.advance(0);
    hub.signOut(token);
    hub.comeBack();
    for (let i = 0; i < 100; i += 1) await hub.clock.advance(100);
    expect(await decide()).toBe('sign_in');
  });
});

/** A hub whose every answer and event comes when the test says so. */
class HandMade implements Transport {
  readonly asked: ((answer: Record<string, unknown>) => void)[] = [];
  /** The questions as they came, oldest first. */
  readonly bodies: Record<string, unknown>[] = [];
  streams = 0;
  status = 200;
  aborted = 0;
  private push: (chunk: Uint8Array) => void = () => undefined;

  constructor(private readonly clock: VirtualClock) {}

  async send({ url, body, signal }: Parameters<Transport['send']>[0]): Promise<TransportResponse> {
    const json = (text: string): TransportResponse => ({ status: 200, header: () => 'application/json', text: async () => text, chunks: never });
    if (!url.endsWith('/auth/revocations')) {
      this.bodies.push(JSON.parse(body ?? '{}') as Record<string, unknown>);
      return new Promise((resolve) => this.asked.push((answer) => resolve(json(JSON.stringify(answer)))));
    }
    this.streams += 1;
    signal.addEventListener('abort', () => (this.aborted += 1));
    const chunks: Uint8Array[] = [];
    let wake: () => void = () => undefined;
    this.push = (chunk) => {
      chunks.push(chunk);
      wake();
    };
    return { status: this.status, header: () => 'text/event-stream', text: async () => '', chunks: read };
    async function* read(): AsyncGenerator<Uint8Array> {
      signal.addEventListener('abort', () => wake());
      while (!signal.aborted) {
        yield* chunks.splice(0);
        await new Promise<void>((resolve) => (wake = resolve));
      }
    }
  }

  async tell(event: string, data: unknown = { epoch: 1 }): Promise<void> {
    this.push(new TextEncoder().encode(`event: ${event}\ndata: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`));
    await this.clock.advance(0);
  }

  /** Answers the question at hand; waits for it first. */
  async reply(fields: Record<string, unknown> = {}): Promise<void> {
    while (this.asked.length === 0) await turn();
    this.asked.shift()?.({ active: true, sub: 'ada', user_id: 'ada', session_id: 's1', tenant_ids: ['t1'], exp: this.clock.wall() / 1_000 + 600, ...fields });
    await this.clock.advance(0);
  }
}

async function* beatOnce(): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode('event: heartbeat\ndata: {"epoch":1}\n\n');
}

async function* never(): AsyncGenerator<Uint8Array> {
  yield* [];
}

describe('an answer is kept', () => {
  let clock: VirtualClock;
  let hub: HandMade;
  let engine: AuthEngine;

  beforeEach(() => {
    clock = new VirtualClock();
    hub = new HandMade(clock);
    engine = new AuthEngine({ url: 'https://auth.test', apiKey: 'x', clock, transport: hub, mode: 'bounded', timeoutMs: 60_000 });
  });
  afterEach(() => engine.close());

  const introspect = async (token = 't', fields: Record<string, unknown> = {}): Promise<'kept' | 'asked'> => {
    const answered = engine.introspect({ token });
    for (let i = 0; i < 20 && hub.asked.length === 0; i += 1) await turn();
    if (hub.asked.length === 0) {
      await answered;
      return 'kept';
    }
    await hub.reply(fields);
    await answered;
    return 'asked';
  };

  it('only once the stream has been heard', async () => {
    expect([await introspect(), await introspect()]).toEqual(['asked', 'asked']);
    await hub.tell('heartbeat');
    // What was asked before may be older than the stream.
    expect([await introspect(), await introspect()]).toEqual(['asked', 'kept']);
  });

  it.each([
    ['its session ended', { kind: 'session', id: 's1' }, 'asked'],
    ['another session ended', { kind: 'session', id: 's2' }, 'kept'],
    ['its user ended', { kind: 'user', id: 'ada' }, 'asked'],
    ['another user ended', { kind: 'user', id: 'bob' }, 'kept'],
    ['its user lost a role', { kind: 'access', id: 'ada' }, 'asked'],
    ['a tenant of its user ended', { kind: 'tenant', id: 't1' }, 'asked'],
    ['another tenant ended', { kind: 'tenant', id: 't2' }, 'kept'],
    ['a key ended, maybe its own', { kind: 'key', id: 'k' }, 'asked'],
    ['something ended that it does not know', { kind: 'planet', id: 'x' }, 'asked'],
    ['something ended that cannot be read', '{', 'asked'],
  ])('until %s', async (_, data, expected) => {
    await introspect();
    await hub.tell('heartbeat');
    await introspect();
    await hub.tell('revoked', data);
    expect(await introspect()).toBe(expected);
  });

  it.each(['reset', 'something-new'])('until the stream says %s', async (event) => {
    await introspect();
    await hub.tell('heartbeat');
    await introspect();
    await hub.tell(event);
    expect(await introspect()).toBe('asked');
  });

  it('if nothing ended while it was on its way', async () => {
    await introspect();
    await hub.tell('heartbeat');
    const answered = engine.introspect({ token: 't' });
    while (hub.asked.length === 0) await turn();
    await hub.tell('revoked', { kind: 'session', id: 's1' });
    await hub.reply();
    await answered;
    expect(await introspect()).toBe('asked');
  });

  it('only from a state that includes what it was told, since an event may come before AuthEngine\'s cache is written', async () => {
    const asked = async (mode: Mode = 'bounded', token = 'u'): Promise<unknown> => {
      const answered = engine.introspect({ token, mode });
      await hub.reply();
      await answered;
      return hub.bodies.at(-1)?.min_epoch;
    };
    expect(await asked()).toBeUndefined();
    await hub.tell('heartbeat', { epoch: 730 });
    expect(await asked()).toBe(730);
    await hub.tell('revoked', { epoch: 741, kind: 'session', id: 's1' });
    await hub.tell('revoked', { epoch: 739, kind: 'session', id: 's1' });
    await hub.tell('heartbeat', { epoch: 750 });
    // A heartbeat says nothing that is new; who would ask for its state, would be answered from no cache entry ever.
    expect(await asked()).toBe(741);
    await hub.tell('reset', { epoch: 760 });
    expect(await asked('offline-tolerant: 60 s')).toBe(760);
    expect(await asked('strict')).toBeUndefined();
    for (const epoch of [-1, 1.5, '770', 2 ** 60, undefined]) await hub.tell('revoked', { epoch, kind: 'session', id: 's1' });
    expect(await asked()).toBe(760);
    // Another connection, maybe to another database.
    await clock.advance(11_000);
    expect(await asked()).toBeUndefined();
    await hub.tell('heartbeat', { epoch: 12 });
    expect(await asked()).toBe(12);
  });

  it('while the last heartbeat is younger than a second', async () => {
    await introspect();
    await hub.tell('heartbeat');
    await introspect();
    await clock.advance(999);
    expect(await introspect()).toBe('kept');
    await clock.advance(1);
    expect(await introspect()).toBe('asked');
    await hub.tell('heartbeat');
    expect(await introspect()).toBe('kept');
  });

  it('by no stream that has been silent: it begins another', async () => {
    await introspect();
    await hub.tell('heartbeat');
    await clock.advance(5_000);
    expect(hub.aborted).toBe(1);
    await clock.advance(6_000);
    expect(hub.streams).toBeGreaterThan(1);
    await hub.tell('heartbeat');
    expect([await introspect(), await introspect()]).toEqual(['asked', 'kept']);
  });

  it('by no stream that ends as soon as it began, and that is begun anew less and less often', async () => {
    let begun = 0;
    const transport: Transport = {
      send: async () => {
        begun += 1;
        return { status: 200, header: () => 'text/event-stream', text: async () => '{"active":false}', chunks: beatOnce };
      },
    };
    const cut = new AuthEngine({ url: 'https://auth.test', apiKey: 'x', clock, transport, mode: 'bounded' });
    await cut.introspect({ token: 't' });
    await clock.advance(20_000);
    cut.close();
    expect(begun).toBeGreaterThan(3);
    expect(begun).toBeLessThan(60);
  });

  it('by a stream that is not part of the request that began it', async () => {
    const requests = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    const transport: Transport = {
      send: (request) => {
        if (request.method === 'GET') seen.push(requests.getStore());
        return hub.send(request);
      },
    };
    const service = new AuthEngine({ url: 'https://auth.test', apiKey: 'x', clock, transport, mode: 'bounded' });
    void requests.run('the first request', () => service.introspect({ token: 't' }));
    await hub.reply();
    service.close();
    expect(seen).toEqual([undefined]);
  });

  it('by no stream that AuthEngine refuses', async () => {
    hub.status = 429;
    await introspect();
    await hub.tell('heartbeat');
    expect([await introspect(), await introspect()]).toEqual(['asked', 'asked']);
  });

  it('no more once the client is closed', async () => {
    await introspect();
    await hub.tell('heartbeat');
    await introspect();
    engine.close();
    expect(await introspect()).toBe('asked');
    await clock.advance(60_000);
    expect(hub.streams).toBe(1);
  });
});
