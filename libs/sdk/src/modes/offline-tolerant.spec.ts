import { VirtualClock } from '../testing/virtual-clock.js';
import { FakeHub, json, KEY } from '../../test/fake-hub.js';
import { AuthEngine, type Mode } from '../index.js';

const MODE: Mode = 'offline-tolerant: 60 s';
const TENANT = '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10';
const QUESTION = { token: 't', tenantId: TENANT, permissions: ['orders.view'], mode: MODE } as const;

describe('a route that tolerates that AuthEngine is away', () => {
  let hub: FakeHub;
  let clock: VirtualClock;
  let engine: AuthEngine;
  let exp: number;

  beforeEach(async () => {
    hub = await new FakeHub().start();
    clock = new VirtualClock();
    exp = clock.wall() / 1_000 + 3_600;
    engine = new AuthEngine({ url: hub.url, apiKey: KEY, clock, retries: 0 });
    allow();
  });
  afterEach(() => hub.stop());

  const allow = (fields: Record<string, unknown> = {}): void => hub.answer(({ tenant_id, permission }) => ({ active: true, sub: 'ada', exp, ...(tenant_id === undefined ? {} : { tenant_id }), ...(permission === undefined ? {} : { allowed: true }), ...fields }));
  const away = (): void => hub.on((_, response) => void response.destroy());

  it('goes on with what was last allowed, for as long as it says', async () => {
    expect(await engine.decide(QUESTION)).toMatchObject({ outcome: 'allowed' });
    away();
    await clock.advance(60_000);
    expect(await engine.decide(QUESTION)).toMatchObject({ outcome: 'allowed', user: { sub: 'ada' } });
    await clock.advance(1);
    await expect(engine.decide(QUESTION)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('asks each time while AuthEngine is there', async () => {
    await engine.decide(QUESTION);
    await engine.decide(QUESTION);
    expect(hub.heard).toHaveLength(2);
  });

  it.each([
    ['another token', { token: 'u' }],
    ['another tenant', { tenantId: '8f14e45f-ceea-4e7a-9c3d-1b2a3c4d5e6f' }],
    ['no tenant', { tenantId: undefined }],
    ['another permission', { permissions: ['orders.delete'] }],
    ['one permission more', { permissions: ['orders.view', 'orders.delete'] }],
    ['no permission', { permissions: [] }],
    ['a strict route', { mode: 'strict' }],
    ['the default, which is strict', { mode: undefined }],
    ['a bounded route', { mode: 'bounded' }],
  ] as const)('lets nobody in for %s', async (_, other) => {
    await engine.decide(QUESTION);
    away();
    await expect(engine.decide({ ...QUESTION, ...other })).rejects.toMatchObject({ code: 'unavailable' });
  });

  it.each([
    ['the token is over', { active: false }, 'sign_in'],
    ['the permission is gone', { allowed: false }, 'permission_missing'],
  ])('lets nobody in after it was told that %s, by whatever route', async (_, fields, outcome) => {
    await engine.decide(QUESTION);
    allow(fields);
    expect(await engine.decide({ ...QUESTION, mode: 'strict' })).toMatchObject({ outcome });
    away();
    await expect(engine.decide(QUESTION)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('forgets everything when its key does not stand any more', async () => {
    await engine.decide(QUESTION);
    hub.on((_, response) => json(response, 401, { code: 'introspection.invalid_api_key' }));
    await expect(engine.introspect({ token: 'another' })).rejects.toMatchObject({ code: 'configuration' });
    away();
    await expect(engine.decide(QUESTION)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('forgets all of a token with its first no', async () => {
    await engine.decide(QUESTION);
    allow({ active: false });
    await engine.introspect({ token: 't' });
    away();
    await expect(engine.decide(QUESTION)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('keeps no yes that was asked for before a no, however late it comes', async () => {
    let release: () => void = () => undefined;
    hub.on(async (_, response) => {
      await new Promise<void>((resolve) => (release = resolve));
      json(response, 200, { active: true, sub: 'ada', exp, tenant_id: TENANT, allowed: true });
    });
    const late = engine.decide(QUESTION);
    while (hub.heard.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const releaseLate = release;
    hub.answer(() => ({ active: false }));
    expect(await engine.introspect({ token: 't' })).toEqual({ active: false });
    releaseLate();
    await late;
    away();
    await expect(engine.decide(QUESTION)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('never goes on after the end of the token', async () => {
    exp = clock.wall() / 1_000 + 10;
    await engine.decide(QUESTION);
    away();
    await clock.advance(9_999);
    expect(await engine.decide(QUESTION)).toMatchObject({ outcome: 'allowed' });
    await clock.advance(1);
    await expect(engine.decide(QUESTION)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('never goes on after the end of the token, also when the clock was set back meanwhile', async () => {
    exp = clock.wall() / 1_000 + 10;
    await engine.decide(QUESTION);
    away();
    const hourAgo = clock.wall() - 3_600_000;
    jest.spyOn(clock, 'wall').mockImplementation(() => hourAgo);
    await clock.advance(9_999);
    expect(await engine.decide(QUESTION)).toMatchObject({ outcome: 'allowed' });
    await clock.advance(1);
    await expect(engine.decide(QUESTION)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it.each([
    ['AuthEngine itself says that it cannot answer', 503, 'application/problem+json', 'unavailable'],
    ['there are too many questions', 429, 'application/problem+json', 'unavailable'],
    ['the key is revoked', 401, 'application/problem+json', 'configuration'],
    ['something else answers', 404, 'text/html', 'configuration'],
    ['something is broken', 500, 'application/problem+json', 'refused'],
  ])('lets nobody in when %s', async (_, status, type, code) => {
    await engine.decide(QUESTION);
    hub.on((__, response) => void response.writeHead(status, { 'Content-Type': type }).end('{}'));
    await expect(engine.decide(QUESTION)).rejects.toMatchObject({ code });
  });

  it.each([502, 503, 504])('goes on when a gateway says %d, because nothing is behind it', async (status) => {
    await engine.decide(QUESTION);
    hub.on((_, response) => void response.writeHead(status, { 'Content-Type': 'text/html' }).end('<html>'));
    expect(await engine.decide(QUESTION)).toMatchObject({ outcome: 'allowed' });
  });

  it('goes on by neither clock when one of them stood still', async () => {
    await engine.decide(QUESTION);
    away();
    jest.spyOn(clock, 'monotonic').mockReturnValue(clock.monotonic());
    await clock.advance(60_001);
    await expect(engine.decide(QUESTION)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
