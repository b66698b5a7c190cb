import { LiveKeys, SigningKeys } from '@authengine/oidc';
import * as client from 'openid-client';
import { application, platformAdmin, relyingParty } from './kit/oidc.js';
import { auditOf, introspect, serviceKey } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const ENV = { OIDC_ENABLED: 'true' };

describe('signing keys', () => {
  let test: TestApp;
  let beside: TestApp;
  const keysOf = (node: TestApp): SigningKeys => node.app.get(SigningKeys, { strict: false });
  const kids = async (node = test): Promise<string[]> => (await keysOf(node).all()).map(({ state, kid }) => `${state} ${kid}`);

  beforeAll(async () => {
    test = await createTestApp({ env: ENV });
    beside = await createTestApp({ env: ENV, beside: test });
  });
  afterAll(async () => {
    await beside.close();
    await test.close();
  });

  it('are made once by the first start, sealed, and on record', async () => {
    const rows = await test.dataSource.query<{ state: string; alg: string; sealed_private_jwk: string; public_jwk: Record<string, unknown> }[]>('SELECT * FROM signing_keys ORDER BY state');
    expect(rows.map(({ state, alg }) => [state, alg])).toEqual([['CURRENT', 'ES256'], ['NEXT', 'ES256']]);
    for (const { sealed_private_jwk, public_jwk } of rows) {
      expect(sealed_private_jwk).toMatch(/^v1\.[0-9a-f]{16}\./);
      expect(Object.keys(public_jwk).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    }
    expect(await auditOf(test, { action: 'signing_key.created' })).toHaveLength(1);
    expect(await kids(beside)).toEqual(await kids());
  });

  it('are not rotated by command before the next one is known, unless told so', async () => {
    await expect(keysOf(test).rotateByCommand({ now: false })).rejects.toMatchObject({ code: 'signing_key.next_is_new' });
    const before = await keysOf(test).all();
    await keysOf(test).rotateByCommand({ now: true });
    expect((await keysOf(test).all()).map(({ state, kid }) => [state, kid])).toEqual([['CURRENT', before[1]?.kid], ['NEXT', expect.any(String)], ['PREVIOUS', before[0]?.kid]]);
  });

  it('rotate on schedule, once, however many nodes see it at once; the old key is shown while what it signed lives', async () => {
    const before = await keysOf(test).all();
    test.clock.advance({ days: 91 });
    const rotated = await Promise.all([test, beside, test, beside].map((node) => keysOf(node).rotateWhenDue()));
    expect(rotated.filter(Boolean)).toHaveLength(1);
    expect((await keysOf(test).all()).map(({ state, kid }) => [state, kid])).toEqual([['CURRENT', before[1]?.kid], ['NEXT', expect.any(String)], ['PREVIOUS', before[0]?.kid]]);
    expect((await auditOf(test, { action: 'signing_key.rotated' }))[0]).toMatchObject({ actor_id: null, metadata: { reason: 'schedule', kid: before[1]?.kid, previous_kid: before[0]?.kid } });
  });

  it.each(['by command', 'on schedule'])('never go back to one that was retired, when the next one is lost (%s)', async (how) => {
    const before = await kids();
    const retired = before.filter((key) => key.startsWith('PREVIOUS'));
    expect(retired.length).toBeGreaterThan(0);
    await test.dataSource.query("DELETE FROM signing_keys WHERE state = 'NEXT'");
    if (how === 'by command') await keysOf(test).rotateByCommand({ now: true });
    else {
      test.clock.advance({ days: 91 });
      await keysOf(test).rotateWhenDue();
    }
    const after = await kids();
    expect(after.map((key) => key.split(' ')[0])).toEqual(expect.arrayContaining(['CURRENT', 'NEXT']));
    const [current = ''] = after;
    expect(retired.map((key) => key.split(' ')[1])).not.toContain(current.split(' ')[1]);
  });

  it('reach a node that meets a token of a key that it does not know', async () => {
    const live = beside.app.get(LiveKeys, { strict: false });
    await live.read();
    await keysOf(test).rotateByCommand({ now: true });
    const [, next] = await keysOf(test).all();
    expect(live.current.verifiers.has(next!.kid)).toBe(false);
    expect((await live.including(next!.kid)).verifiers.has(next!.kid)).toBe(true);
  });

  it.each(['RS256', 'EdDSA'])('are made anew for %s when the setting says so', async (alg) => {
    const before = (await keysOf(test).all())[0];
    const node = await createTestApp({ env: { ...ENV, OIDC_SIGNING_ALG: alg }, beside: test });
    try {
      const keys = await keysOf(node).all();
      expect(keys.slice(0, 2).map((key) => [key.state, key.alg])).toEqual([['CURRENT', alg], ['NEXT', alg]]);
      expect(keys.find(({ kid }) => kid === before?.kid)?.state).toBe('PREVIOUS');
    } finally {
      await node.close();
    }
  });
});

describe('signing keys that are withdrawn', () => {
  let test: TestApp;
  let beside: TestApp;
  const keysOf = (node: TestApp): SigningKeys => node.app.get(SigningKeys, { strict: false });

  beforeAll(async () => {
    test = await createTestApp({ env: ENV });
    beside = await createTestApp({ env: ENV, beside: test });
  });
  afterAll(async () => {
    await beside.close();
    await test.close();
  });

  it('sign nothing more, and what they signed counts at no node that has looked since', async () => {
    const made = await application(await platformAdmin(test), { type: 'service', redirect_uris: [], post_logout_redirect_uris: [], scopes: [], access_token_format: 'jwt' });
    const config = await relyingParty(test, made);
    const key = await serviceKey(test);
    const newToken = async (): Promise<string> => (await client.clientCredentialsGrant(config)).access_token;
    const look = async (): Promise<void> => {
      for (const node of [test, beside]) await node.app.get(LiveKeys, { strict: false }).read();
    };
    const stand = async (token: string): Promise<boolean[]> => Promise.all([test, beside, test, beside].map(async (node) => (await introspect(node, key, token)).body['active'] === true));
    await look();
    const [current, next] = await keysOf(test).all();
    const token = await newToken();
    expect(await stand(token)).toEqual([true, true, true, true]);

    await keysOf(beside).withdraw(current!.kid);
    await look();
    expect(await stand(token)).toEqual([false, false, false, false]);
    expect(await stand(await newToken())).toEqual([true, true, true, true]);
    const jwks = (await (await fetch(`${test.url}/.well-known/jwks.json`)).json()) as { keys: { kid: string }[] };
    expect(jwks.keys.map(({ kid }) => kid)).not.toContain(current!.kid);
    expect((await keysOf(test).all()).slice(0, 2).map(({ state, kid }) => [state, kid])).toEqual([['CURRENT', next!.kid], ['NEXT', expect.any(String)]]);
    expect((await auditOf(test, { action: 'signing_key.withdrawn' }))[0]).toMatchObject({ actor_id: null, metadata: { kid: current!.kid, state: 'CURRENT' } });

    const [, another] = await keysOf(test).all();
    await keysOf(test).withdraw(another!.kid);
    expect((await keysOf(test).all()).slice(0, 2).map(({ state, kid }) => [state, kid])).toEqual([['CURRENT', next!.kid], ['NEXT', expect.not.stringMatching(another!.kid)]]);
    await expect(keysOf(test).withdraw(another!.kid)).rejects.toMatchObject({ code: 'signing_key.unknown' });
  });
});

describe('signing keys under SECRET_KEY', () => {
  let test: TestApp;
  const keysOf = (node: TestApp): SigningKeys => node.app.get(SigningKeys, { strict: false });
  const kids = async (): Promise<string[]> => (await keysOf(test).all()).map(({ state, kid }) => `${state} ${kid}`);

  beforeAll(async () => {
    test = await createTestApp({ env: ENV });
  });
  afterAll(() => test.close());

  it('do not stop the start where SECRET_KEY does not open them: applications get a 503, all else works, and new ones are made by command', async () => {
    const other = await createTestApp({ env: { ...ENV, SECRET_KEY: 'another secret key of 32 bytes or more: Zt4vB8nM1pQ7' }, beside: test });
    try {
      const before = await kids();
      const jwks = async (): Promise<number> => (await fetch(`${other.url}/.well-known/jwks.json`)).status;
      expect([await jwks(), (await fetch(`${other.url}/health/ready`)).status, (await fetch(`${other.url}/api/v1/me`, { headers: { authorization: 'Bearer x' } })).status]).toEqual([503, 200, 401]);
      expect(await kids()).toEqual(before);
      await keysOf(other).rotateByCommand({ now: true });
      await other.app.get(LiveKeys, { strict: false }).read();
      expect(await jwks()).toBe(200);
      // This one knows the former key, and goes on with what it has.
      await test.app.get(LiveKeys, { strict: false }).read();
      expect((await fetch(`${test.url}/.well-known/jwks.json`)).status).toBe(200);
    } finally {
      await other.close();
      await keysOf(test).rotateByCommand({ now: true });
    }
  });

  it('are sealed anew by the newest SECRET_KEY', async () => {
    const sealed = async (): Promise<string[]> => (await test.dataSource.query<{ sealed_private_jwk: string }[]>("SELECT sealed_private_jwk FROM signing_keys WHERE state <> 'PREVIOUS' ORDER BY kid")).map((row) => row.sealed_private_jwk.split('.')[1] ?? '');
    const before = await sealed();
    const renewed = await createTestApp({ env: { ...ENV, SECRET_KEY: 'the newest secret key of 32 bytes or more: Kd93jf72LmQ', SECRET_KEYS_PREVIOUS: 'test-only secret key of 32 bytes or more: 7Qm2xV9rK4' }, beside: test });
    try {
      expect((await sealed()).some((id) => before.includes(id))).toBe(false);
      expect((await fetch(`${renewed.url}/.well-known/jwks.json`)).status).toBe(200);
    } finally {
      await renewed.close();
      await test.dataSource.query("DELETE FROM signing_keys");
      await keysOf(test).complete();
    }
  });
});

describe('signing keys of a service that is no provider', () => {
  it('are not made', async () => {
    const test = await createTestApp({ env: { OIDC_ENABLED: 'false' } });
    try {
      expect(await test.app.get(SigningKeys, { strict: false }).all()).toEqual([]);
    } finally {
      await test.close();
    }
  });
});
