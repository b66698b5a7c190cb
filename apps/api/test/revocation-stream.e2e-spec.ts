import { connect } from 'node:net';
import type { TenantId } from '@authengine/kernel';
import { VersionedCache } from '@authengine/persistence';
import { onRealPostgres, openTestDatabase, People, type TestDatabase } from '@authengine/testing';
import { Client } from 'pg';
import { Draining } from '../src/draining.js';
import { actorOf, newActor, type Actor } from './kit/actor.js';
import { EventStream } from './kit/event-stream.js';
import { call, introspect, serviceKey } from './kit/person.js';
import { TcpProxy } from './kit/tcp-proxy.js';
import { createTestApp, type TestApp } from './test-app.js';

/** Transactions that overlap need a PostgreSQL with more than one session, and a way to it that can be cut. */
const onPostgres = onRealPostgres() ? describe : describe.skip;
/** A cache that nodes share is in a Redis. */
const onSharedCache = onRealPostgres() && process.env['TEST_REDIS_URL'] !== undefined ? it : it.skip;

const sidOf = ({ token }: Actor): string => (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sid: string }).sid;
const epochOf = ({ headers }: { readonly headers: Headers }): number => Number(headers.get('x-revocation-epoch'));

describe('the stream of what ends', () => {
  let a: TestApp;
  let b: TestApp;
  let people: People;
  let root: Actor;
  let key: string;
  let tenant: TenantId;
  let other: TenantId;
  let keyOfTenant: string;
  let keyOfOther: string;
  const streams: EventStream[] = [];

  beforeAll(async () => {
    a = await createTestApp({ env: { MAX_CONCURRENT_SESSIONS: '100', REVOCATION_STREAMS_PER_KEY: '4', REVOCATION_STREAMS: '8' } });
    b = await createTestApp({ beside: a, env: { REVOCATION_STREAMS_PER_KEY: '4', REVOCATION_STREAMS: '8' } });
    people = new People(a.dataSource);
    root = await actorOf(a, await people.newMember(await people.platform(), 'SUPER_ADMIN'));
    [tenant, other] = [await people.tenant(), await people.tenant()];
    key = await serviceKey(a);
    [keyOfTenant, keyOfOther] = [await serviceKey(a, { tenant_id: tenant }), await serviceKey(a, { tenant_id: other })];
  });
  afterEach(async () => {
    for (const stream of streams.splice(0)) await stream.close();
  });
  afterAll(async () => {
    await b.close();
    await a.close();
  });

  const listen = async (raw = key, lastEventId?: string, node = b): Promise<EventStream> => {
    const stream = await EventStream.open(node, raw, lastEventId);
    streams.push(stream);
    return stream;
  };
  const member = async (...roles: string[]): Promise<Actor> => actorOf(a, await people.newMember(tenant, ...roles));

  it('IN-09 is one of events that nobody keeps, with a heartbeat every second whose epoch rises', async () => {
    const stream = await listen();
    expect(stream.headers['content-type']).toBe('text/event-stream');
    expect(stream.headers['cache-control']).toBe('no-store');
    expect(stream.headers['x-accel-buffering']).toBe('no');
    const first = await stream.until(({ event }) => event === 'heartbeat');
    const began = performance.now();
    await (await newActor(a)).ask('POST', '/auth/logout');
    const beats = [first, await stream.next('heartbeat'), await stream.next('heartbeat'), await stream.next('heartbeat')];
    expect(performance.now() - began).toBeGreaterThan(1_500);
    expect(beats.at(-1)!.data.epoch).toBeGreaterThan(first.data.epoch);
    expect(stream.events.every(({ id }) => /^\d+-\d+$/.test(id))).toBe(true);
  });

  it('keeps no place for clients that leave before it begins', async () => {
    for (let i = 0; i < 12; i += 1) {
      const socket = connect(b.port, '127.0.0.1');
      socket.on('error', () => undefined);
      await new Promise<void>((resolve) => socket.write(`GET /api/v1/auth/revocations HTTP/1.1\r\nHost: a\r\nX-API-Key: ${key}\r\n\r\n`, () => resolve()));
      socket.destroy();
    }
    // As many streams as one key may have; a place is free once the server has seen its client leave.
    const deadline = Date.now() + 30_000;
    for (let stands = 0; stands < 4; ) {
      const stood = await listen().then(() => true, () => false);
      if (stood) stands += 1;
      else if (Date.now() > deadline) throw new Error(`only ${stands} streams found a place`);
      else await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });

  it('IN-09 tells of every kind of ending, at every node, with the epoch that the revoking call was answered with', async () => {
    const [here, there] = [await listen(key, undefined, a), await listen()];
    const acts: [kind: string, id: string, epoch: number][] = [];
    const act = async (kind: string, id: string, by: Actor, method: string, path: string, body?: unknown): Promise<void> => {
      const answer = await by.ask(method, path, body);
      expect([path, answer.status < 300]).toEqual([path, true]);
      acts.push([kind, id, epochOf(answer)]);
    };
    const leaver = await newActor(a);
    await act('session', sidOf(leaver), leaver, 'POST', '/auth/logout');
    const suspended = await newActor(a);
    await act('user', suspended.id, root, 'PATCH', `/platform/users/${suspended.id}`, { status: 'SUSPENDED' });
    const deleted = await newActor(a);
    await act('user', deleted.id, root, 'DELETE', `/platform/users/${deleted.id}`);
    const lessened = await member('TENANT_MANAGER', 'TENANT_USER');
    await act('access', lessened.id, root, 'DELETE', `/tenants/roles/${tenant}/users/${lessened.id}/roles/TENANT_MANAGER`);
    const removed = await member('TENANT_USER');
    await act('access', removed.id, root, 'DELETE', `/tenants/users/${tenant}/users/${removed.id}`);
    const gone = await people.tenant();
    await act('tenant', gone, root, 'DELETE', `/platform/tenants/${gone}`);
    const { body } = await root.ask<{ id: string }>('POST', '/platform/service-keys', { service_name: 'short' });
    await act('key', body.id, root, 'DELETE', `/platform/service-keys/${body.id}`);
    for (const [kind, id, epoch] of acts) {
      expect((await here.hears(kind, id)).data.epoch).toBe(epoch);
      expect((await there.hears(kind, id)).data.epoch).toBe(epoch);
    }
    expect(there.of('reset')).toEqual([]);
    // A heartbeat's epoch is one by which everything has been sent.
    const highest = Math.max(...acts.map(([, , epoch]) => epoch));
    await there.until(({ event, data }) => event === 'heartbeat' && data.epoch >= highest);
  });

  it('names an epoch also when a revocation is confirmed, and none when nothing has ended', async () => {
    const actor = await member('TENANT_MANAGER', 'TENANT_USER');
    const take = () => root.ask('DELETE', `/tenants/roles/${tenant}/users/${actor.id}/roles/TENANT_MANAGER`);
    const first = epochOf(await take());
    expect(first).toBeGreaterThan(0);
    expect(epochOf(await take())).toBeGreaterThanOrEqual(first);
    expect((await root.ask('GET', '/me')).headers.get('x-revocation-epoch')).toBeNull();
    expect((await root.ask('PATCH', '/me', { first_name: 'Ada' })).headers.get('x-revocation-epoch')).toBeNull();
    const rehearsed = await root.ask('DELETE', `/tenants/roles/${tenant}/users/${actor.id}/roles/TENANT_USER?dry_run=true`);
    expect([rehearsed.status, rehearsed.headers.get('x-revocation-epoch')]).toEqual([200, null]);
  });

  it('IN-09 tells a tenant’s key of its tenant and its members alone, also of those who are no members any more', async () => {
    const [own, foreign] = [await listen(keyOfTenant), await listen(keyOfOther)];
    const [removed, lessened, leaver, deleted, stranger] = [await member('TENANT_USER'), await member('TENANT_MANAGER', 'TENANT_USER'), await member('TENANT_USER'), await member('TENANT_USER'), await newActor(a)];
    await root.ask('DELETE', `/tenants/users/${tenant}/users/${removed.id}`);
    await root.ask('DELETE', `/tenants/roles/${tenant}/users/${lessened.id}/roles/TENANT_MANAGER`);
    await leaver.ask('POST', '/auth/logout');
    await root.ask('DELETE', `/platform/users/${deleted.id}`);
    await stranger.ask('POST', '/auth/logout');
    await root.ask('PUT', `/platform/tenants/${tenant}`, { require_mfa: true });
    const last = await actorOf(a, await people.newMember(other, 'TENANT_USER'));
    await last.ask('POST', '/auth/logout');
    await own.hears('access', removed.id);
    await own.hears('access', lessened.id);
    await own.hears('session', sidOf(leaver));
    await own.hears('user', deleted.id);
    await own.hears('session', sidOf(deleted));
    await own.hears('tenant', tenant);
    await foreign.hears('session', sidOf(last));
    expect(foreign.revoked).toEqual([expect.objectContaining({ kind: 'session', id: sidOf(last) })]);
    expect(own.revoked.map(({ id }) => id)).not.toContain(sidOf(stranger));
    expect([...own.of('reset'), ...foreign.of('reset')]).toEqual([]);
    await root.ask('PUT', `/platform/tenants/${tenant}`, { require_mfa: false });
  });

  it('tells everybody that all is outdated when a role that all tenants share has lost something', async () => {
    const role = await people.role(`SHARED_${Date.now()}`, { permissions: ['tenant.view'] });
    const all = [await listen(), await listen(keyOfTenant)];
    const answer = await root.ask('PATCH', `/platform/roles/${role}`, { permissions: [] });
    expect(answer.status).toBe(200);
    for (const stream of all) await stream.until(({ event, data }) => event === 'reset' && data.epoch > 0);
    expect(epochOf(answer)).toBeGreaterThan(0);
  });

  it('tells a tenant’s key that all is outdated when a node of an earlier version does not say whom an ending concerns', async () => {
    const [own, all] = [await listen(keyOfTenant), await listen()];
    const actor = await newActor(a);
    await a.dataSource.query(`INSERT INTO copy_changes (key, version, value, subject, xact) VALUES ($1, 1, 'x', $2, pg_current_xact_id()::text::bigint)`, [`s:${sidOf(actor)}`, actor.id]);
    await all.hears('session', sidOf(actor));
    await own.until(({ event }) => event === 'reset');
    expect(own.revoked).toEqual([]);
  });

  it('IN-09 goes on from the last event that a client has read, and misses nothing', async () => {
    const stream = await listen();
    const { id } = await stream.until(({ event }) => event === 'heartbeat');
    await stream.close();
    const [one, two] = [await newActor(a), await newActor(a)];
    await one.ask('POST', '/auth/logout');
    const again = await listen(key, id, a);
    await two.ask('POST', '/auth/logout');
    const told = await again.hears('session', sidOf(one));
    await again.hears('session', sidOf(two));
    // Cut off between the events of one look, a client hears all of them again.
    const third = await listen(key, told.id);
    await third.hears('session', sidOf(one));
    await third.hears('session', sidOf(two));
    expect([...again.of('reset'), ...third.of('reset')]).toEqual([]);
  });

  it('begins now without a last event, and with a reset when that is no longer kept, newer than the database, or no id', async () => {
    const gone = await newActor(a);
    await gone.ask('POST', '/auth/logout');
    const fresh = await listen();
    const { id } = await fresh.until(({ event }) => event === 'heartbeat');
    const [xact, at] = id.split('-').map(Number) as [number, number];
    await fresh.close();
    expect(fresh.revoked).toEqual([]);
    for (const last of [`${xact}-${at - 7_200_000}`, `${xact + 1_000_000}-${at}`, 'nonsense', '']) {
      const stream = await listen(key, last);
      const { event } = await stream.until(() => true);
      expect([last, event]).toEqual([last, last === '' ? 'heartbeat' : 'reset']);
      const actor = await newActor(a);
      await actor.ask('POST', '/auth/logout');
      await stream.hears('session', sidOf(actor));
      await stream.close();
    }
  });

  it('IN-06 ends when its key is revoked, expires, or loses its tenant', async () => {
    const ending = await people.tenant();
    const make = async (fields: object): Promise<{ id: string; raw_key: string }> => (await root.ask<{ id: string; raw_key: string }>('POST', '/platform/service-keys', { service_name: 'a service', ...fields })).body;
    const [revoked, short, ofTenant] = [await make({}), await make({ expires_at: new Date(a.clock.now().getTime() + 60_000).toISOString() }), await make({ tenant_id: ending })];
    // Two nodes on an embedded PostgreSQL, which production does not have, share no cache.
    const node = onRealPostgres() ? b : a;
    const one = await listen(revoked.raw_key, undefined, node);
    await root.ask('DELETE', `/platform/service-keys/${revoked.id}`);
    await one.ended;
    expect(one.revoked).toContainEqual(expect.objectContaining({ kind: 'key', id: revoked.id }));
    const two = await listen(short.raw_key, undefined, node);
    a.clock.advance({ seconds: 61 });
    await two.ended;
    const three = await listen(ofTenant.raw_key, undefined, node);
    await root.ask('PUT', `/platform/tenants/${ending}`, { status: 'SUSPENDED' });
    await three.ended;
    expect(three.revoked).toContainEqual(expect.objectContaining({ kind: 'tenant', id: ending }));
  });

  it('IN-01 is refused to whoever has no key, on record as any refused key is', async () => {
    for (const headers of [{}, { 'X-API-Key': 'no' }, { Authorization: `Bearer ${root.token}` }, { 'X-API-Key': `ae_sk_${'0'.repeat(64)}` }] as Record<string, string>[]) {
      const answer = await call(b, 'GET', '/auth/revocations', undefined, headers);
      expect([answer.status, answer.body['code']]).toEqual([401, 'auth.invalid_api_key']);
      expect(answer.headers.get('www-authenticate')).toBeTruthy();
    }
    expect((await call(b, 'GET', `/auth/revocations?api_key=${key}`)).status).toBe(401);
    const head = await fetch(`${b.url}/api/v1/auth/revocations`, { method: 'HEAD', headers: { 'X-API-Key': key } });
    expect(head.status).toBe(200);
  });

  it('gives one key, and all keys together, no more streams than they may have', async () => {
    const mine = await Promise.all(Array.from({ length: 4 }, () => listen()));
    const refused = await call(b, 'GET', '/auth/revocations', undefined, { 'X-API-Key': key });
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
    await Promise.all(Array.from({ length: 4 }, () => listen(keyOfTenant)));
    const full = await call(b, 'GET', '/auth/revocations', undefined, { 'X-API-Key': keyOfOther });
    expect([full.status, Number(full.headers.get('retry-after')) > 0]).toEqual([503, true]);
    await mine[0]!.close();
    for (let i = 0; i < 100; i += 1) {
      const again = await EventStream.open(b, keyOfOther).catch(() => null);
      if (again) return void streams.push(again);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('a stream that was closed still takes room');
  });

  it.each([[{ min_epoch: -1 }], [{ min_epoch: 1.5 }], [{ min_epoch: '7' }], [{ min_epoch: 2 ** 60 }], [{ min_epoch: [1] }]])('refuses a question about %p', async (fields) => {
    const { token } = root;
    expect(await call(a, 'POST', '/auth/introspect', { token, ...fields }, { 'X-API-Key': key })).toMatchObject({ status: 400, body: { errors: [{ field: 'min_epoch' }] } });
    expect(await call(a, 'POST', '/auth/introspect/batch', { tokens: [{ token }, { token, ...fields }] }, { 'X-API-Key': key })).toMatchObject({ status: 400, body: { errors: [{ field: 'tokens.1.min_epoch' }] } });
  });

  it('IN-10 answers a question about any epoch, as JSON, as a form and in a batch', async () => {
    const { token } = root;
    for (const min_epoch of [null, 0, 1, Number.MAX_SAFE_INTEGER]) {
      expect((await call(a, 'POST', '/auth/introspect', { token, min_epoch }, { 'X-API-Key': key })).body['active']).toBe(true);
      expect((await call(a, 'POST', '/auth/introspect/batch', { tokens: [{ token, min_epoch }] }, { 'X-API-Key': key })).body).toMatchObject({ results: [{ active: true }] });
    }
    const form = (min_epoch: string) => fetch(`${a.url}/api/v1/auth/introspect`, { method: 'POST', headers: { 'X-API-Key': key }, body: new URLSearchParams({ token, min_epoch }) });
    expect(await (await form('731')).json()).toMatchObject({ active: true });
    for (const wrong of ['1e3', '-1', ' 1', '99999999999999999', 'x']) expect((await form(wrong)).status).toBe(400);
  });

  onSharedCache('IN-10 answers from PostgreSQL as long as the cache may not include the epoch that is asked for', async () => {
    const cache = b.app.get(VersionedCache, { strict: false });
    for (let i = 0; i < 500 && cache.outOfUse !== null; i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    const actor = await newActor(a);
    for (let i = 0; i < 2; i += 1) expect((await introspect(b, key, actor.token)).body['active']).toBe(true);
    // As a node does between its commit and its writing of the cache.
    await a.dataSource.query('UPDATE sessions SET ended_at = now() WHERE id = $1', [sidOf(actor)]);
    const [row] = await a.dataSource.query<{ epoch: string }[]>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS epoch');
    const min_epoch = Number(row?.epoch) + 1_000;
    expect((await introspect(b, key, actor.token)).body['active']).toBe(true);
    expect((await introspect(b, key, actor.token, { min_epoch: 1 })).body['active']).toBe(true);
    const batch = await call(b, 'POST', '/auth/introspect/batch', { tokens: [{ token: actor.token }, { token: actor.token, min_epoch }, { token: root.token, min_epoch }] }, { 'X-API-Key': key });
    // Each as it would be answered alone.
    expect(batch.body).toMatchObject({ results: [{ active: true }, { active: false }, { active: true }] });
  });

  onSharedCache('IN-10 answers from PostgreSQL a single question too, and never fails for being ahead', async () => {
    const actor = await newActor(a);
    expect((await introspect(b, key, actor.token)).body['active']).toBe(true);
    await a.dataSource.query('UPDATE sessions SET ended_at = now() WHERE id = $1', [sidOf(actor)]);
    expect((await introspect(b, key, actor.token)).body['active']).toBe(true);
    expect((await introspect(b, key, actor.token, { min_epoch: Number.MAX_SAFE_INTEGER })).body).toEqual({ active: false });
    const [one, two] = [await newActor(a), await newActor(a)];
    const min_epoch = epochOf(await one.ask('POST', '/auth/logout'));
    expect((await introspect(b, key, one.token, { min_epoch })).body).toEqual({ active: false });
    expect((await introspect(b, key, two.token, { min_epoch })).body['active']).toBe(true);
  });

  it('IF-09 ends at once when its node is about to stop, and begins at another one', async () => {
    const c = await createTestApp({ beside: a });
    try {
      const stream = await listen(key, undefined, c);
      const { id } = await stream.until(({ event }) => event === 'heartbeat');
      c.app.get(Draining).begin();
      await stream.ended;
      expect((await call(c, 'GET', '/auth/revocations', undefined, { 'X-API-Key': key })).status).toBe(503);
      await (await listen(key, id)).until(({ event }) => event === 'heartbeat');
    } finally {
      await c.close();
    }
  });

  onPostgres('on transactions that overlap', () => {
    it('IN-09 tells of a change that began earlier and commits later, and no heartbeat passes it before', async () => {
      const stream = await listen();
      const { address } = a.database;
      const client = new Client({ connectionString: address.kind === 'server' ? address.url : '' });
      await client.connect();
      try {
        await client.query('BEGIN');
        const { rows } = await client.query<{ epoch: string }>('SELECT pg_current_xact_id()::text AS epoch');
        const early = Number(rows[0]?.epoch);
        const actor = await newActor(a);
        const answer = await actor.ask('POST', '/auth/logout');
        expect(epochOf(answer)).toBeGreaterThan(early);
        await stream.hears('session', sidOf(actor));
        const from = stream.events.length;
        for (let i = 0; i < 3; i += 1) expect((await stream.next('heartbeat')).data.epoch).toBeLessThan(early);
        expect(stream.events.slice(from).filter(({ event }) => event === 'revoked')).toEqual([]);
        const late = await newActor(a);
        await client.query(`INSERT INTO copy_changes (key, version, value, subject, tenants, xact) VALUES ($1, 1, 'x', $2, '{}', $3)`, [`s:${sidOf(late)}`, late.id, early]);
        // A client that comes back meanwhile misses it as little.
        const again = await listen(key, stream.events.at(-1)!.id);
        await client.query('COMMIT');
        expect((await stream.hears('session', sidOf(late))).data.epoch).toBe(early);
        await again.hears('session', sidOf(late));
        await stream.until(({ event, data }) => event === 'heartbeat' && data.epoch > early);
      } finally {
        await client.end();
      }
    });
  });
});

onPostgres('the stream of what ends, at a node that cannot ask PostgreSQL', () => {
  let database: TestDatabase;
  let way: TcpProxy;
  let node: TestApp;
  let key: string;
  let stream: EventStream;

  beforeAll(async () => {
    database = await openTestDatabase();
    const { address } = database;
    if (address.kind !== 'server') throw new Error('this needs a server');
    const url = new URL(address.url);
    way = await TcpProxy.to(Number(url.port));
    url.port = String(way.port);
    node = await createTestApp({ database: { address: { ...address, url: url.href }, close: () => Promise.resolve() } });
    key = await serviceKey(node);
  });
  afterAll(async () => {
    way.mend();
    await stream.close();
    await node.close();
    await way.close();
    await database.close();
  });

  it('IN-09 has no heartbeat until it can, and then tells of what ended meanwhile', async () => {
    const actor = await newActor(node);
    stream = await EventStream.open(node, key);
    await stream.until(({ event }) => event === 'heartbeat');
    way.cut();
    // What was read before the cut may still be on its way.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const heard = stream.events.length;
    const { address } = database;
    const client = new Client({ connectionString: address.kind === 'server' ? address.url : '' });
    await client.connect();
    await client.query(`INSERT INTO copy_changes (key, version, value, subject, tenants, xact) VALUES ($1, 1, 'x', $2, '{}', pg_current_xact_id()::text::bigint)`, [`s:${sidOf(actor)}`, actor.id]);
    await client.end();
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(stream.events.slice(heard)).toEqual([]);
    expect((await call(node, 'GET', '/auth/revocations', undefined, { 'X-API-Key': key })).status).toBe(503);
    way.mend();
    await stream.hears('session', sidOf(actor));
    await stream.next('heartbeat');
  });
});
