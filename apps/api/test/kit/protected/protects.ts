import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../test-app.js';
import { readings, valuesOf, type SeenRequest } from './application.js';
import type { Program } from './program.js';
import { openWorld, type World } from './world.js';

interface Where {
  readonly port: number;
  /** For what it writes; it goes with the test. */
  readonly folder: string;
  readonly hub: string;
  readonly trusted: string;
  readonly key: string;
  /** Requires more, for a gateway whose question cannot say so. */
  readonly manageKey: string;
  readonly tenant: string;
  readonly application: number;
}

export interface Protected {
  readonly name: string;
  /** Why it cannot be run here; undefined where it can. */
  readonly missing: string | undefined;
  /** A gateway stands before an application; a service asks by itself. */
  readonly kind: 'gateway' | 'service';
  readonly start: (where: Where) => Promise<Program>;
  /** Tests of its own beside those for all. */
  readonly more?: (running: Running) => void;
}

/** What is there once it has started. */
export type Running = () => { readonly url: string; readonly world: World };

interface Reply {
  readonly status: number;
  readonly body: string;
}

/** A refusal, an error or another address, none of which shows anything. */
const REFUSALS = [301, 302, 307, 308, 400, 401, 403, 404, 500, 502, 503, 504];
const CONTENT = '"orders"';
/** Within this a client is told something, whatever AuthEngine does. */
const PATIENCE_MS = 30_000;

/** One request with the path as it is, which no URL parser has seen; `headers` are pairs, so that a name may come twice. */
function ask(port: number, path: string, token: string | null, headers: readonly string[] = [], method = 'GET', body?: Buffer): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const pairs = ['Host', 'orders.example.com', ...(token === null ? [] : ['Authorization', `Bearer ${token}`]), ...headers];
    const sent = request({ host: '127.0.0.1', port, path, method, headers: pairs as never, agent: false, signal: AbortSignal.timeout(PATIENCE_MS) }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
      });
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What a page of docs/integrate promises, whatever stands between a client and the content. */
export function protects({ name, missing, kind, start, more }: Protected): void {
  (missing === undefined ? describe : describe.skip)(`${name}${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
    let world: World;
    let where: Where;
    let program: Program;

    beforeAll(async () => {
      world = await openWorld();
      const { door, key, manageKey, tenant, application, folder, trusted } = world;
      where = { port: await freePort(), folder, hub: door.url, trusted, key, manageKey, tenant, application: application.port };
      program = await start(where);
    }, 300_000);
    afterAll(async () => {
      await program?.stop();
      await world?.close();
    }, 60_000);

    const get = (path: string, token: string | null, ...headers: string[]): Promise<Reply> => ask(where.port, path, token, headers);
    const statusOf = async (path: string, token: string | null, ...headers: string[]): Promise<number> => (await get(path, token, ...headers)).status;
    const expectKeptOut = async (shown: string, asked: Promise<Reply>): Promise<void> => {
      const before = world.application.seen.length;
      const { status, body } = await asked;
      expect([shown, REFUSALS.includes(status) ? 'refused' : status, body.includes(CONTENT), world.application.seen.length]).toEqual([shown, 'refused', false, before]);
    };

    it('lets in whoever may, as whom they are', async () => {
      for (const { token, id } of [world.manager, world.admin, world.manager]) {
        const answer = await get('/orders', token);
        expect([answer.status, JSON.parse(answer.body)]).toMatchObject([200, { orders: [], user: id }]);
      }
      expect(await statusOf('/manage/A-1', world.admin.token)).toBe(200);
    });

    it('lets nobody in without a token that stands', async () => {
      const { token } = world.manager;
      for (const bad of [null, 'nonsense', `${token}x`, token.slice(0, -1), token.split('.').slice(0, 2).join('.'), `${token}, Bearer ${token}`, world.key]) {
        await expectKeptOut(`token ${bad}`, get('/orders', bad));
        expect([400, 401, 403]).toContain(await statusOf('/orders', bad).then((status) => (status === 500 ? 403 : status)));
      }
      expect(await statusOf('/orders', null)).toBe(401);
      expect(await statusOf('/orders', 'nonsense')).toBe(401);
      for (const basic of [`:${world.key}`, `:${world.plainKey}`, 'orders:x']) await expectKeptOut('Basic', get('/orders', null, 'Authorization', `Basic ${Buffer.from(basic).toString('base64')}`));
    });

    it('lets nobody in who may not: a stranger, a member without the permission, and where more is asked', async () => {
      expect([403, 401]).toContain(await statusOf('/orders', world.stranger.token));
      expect(await statusOf('/orders', world.member.token)).toBe(403);
      expect(await statusOf('/manage/A-1', world.manager.token)).toBe(403);
      expect(await statusOf('/manage', world.manager.token)).toBe(403);
      for (const path of ['/orders', '/manage/A-1']) for (const { token } of [world.stranger, world.member]) await expectKeptOut(path, get(path, token));
    });

    it('sees a logout, a role taken and one given with the next request', async () => {
      for (let i = 0; i < 3; i += 1) {
        const person = await world.newManager();
        for (let j = 0; j < 5; j += 1) expect(await statusOf('/orders', person.token)).toBe(200);
        const roles = `/tenants/roles/${world.tenant}/users/${person.id}/roles`;
        expect((await world.owner.ask('POST', roles, { role_name: 'TENANT_ADMIN' })).status).toBe(200);
        expect(await statusOf('/manage/A-1', person.token)).toBe(200);
        expect((await world.owner.ask('DELETE', `${roles}/TENANT_ADMIN`)).status).toBe(204);
        expect(await statusOf('/manage/A-1', person.token)).toBe(403);
        expect((await person.ask('POST', '/auth/logout')).status).toBe(204);
        expect(await statusOf('/orders', person.token)).toBe(401);
        await expectKeptOut('after the logout', get('/orders', person.token));
      }
    });

    it('lets nobody in while AuthEngine is away or silent, and everybody after it, with no restart', async () => {
      for (let i = 0; i < 5; i += 1) expect(await statusOf('/orders', world.manager.token)).toBe(200);
      await world.door.whileClosed(async () => {
        for (const token of [world.manager.token, world.admin.token, 'nonsense', null]) await expectKeptOut('away', get('/orders', token));
        await expectKeptOut('away', get('/manage', world.admin.token));
      });
      await world.door.whileSilent(() => expectKeptOut('silent', get('/orders', world.manager.token)));
      const deadline = Date.now() + PATIENCE_MS;
      while ((await statusOf('/orders', world.manager.token)) !== 200 && Date.now() < deadline) await delay(200);
      expect(await statusOf('/orders', world.manager.token)).toBe(200);
    }, 120_000);

    it('lets nobody in with a wrong key, and none where the certificate is not to be trusted', async () => {
      for (const wrong of [{ key: `ae_sk_${'0'.repeat(64)}` }, { trusted: world.untrusted }]) {
        const port = await freePort();
        const other = await start({ ...where, ...wrong, port }).catch((error: unknown) => String(error));
        // A service may ask AuthEngine before it listens.
        if (typeof other === 'string') {
          expect([kind, Object.keys(wrong), other]).toEqual(['service', ['trusted'], expect.stringMatching(/certificate/i)]);
          continue;
        }
        try {
          for (const path of ['/orders', '/manage']) for (const token of [world.admin.token, world.stranger.token, null]) await expectKeptOut(`${path} with ${Object.keys(wrong).join()}`, ask(port, path, token));
        } finally {
          await other.stop();
        }
      }
    }, 300_000);

    it('shows what is open to everybody', async () => {
      for (const token of [null, world.manager.token]) expect(await statusOf('/opening-hours', token)).toBe(200);
      // Spring Security reads a token before it looks at the path.
      expect([200, 401]).toContain(await statusOf('/opening-hours', 'nonsense'));
    });

    it('has the same rule for a path however it is spelled', async () => {
      const spellings = (to: string): string[] => [
        to, `${to}/`, `/${to}/x`, `/x/${to}/x`, `/.${to}/x`, `/x/..${to}/x`, `/x/..;${to}/x`, `/;${to}/x`, `${to};x=1/x`, `/.;${to}/x`, `/%${Buffer.from(to[1] ?? '').toString('hex')}${to.slice(2)}/x`, `/x/%2e%2e${to}/x`, `/x/..%2f${to.slice(1)}/x`, `/x%2f..%2f${to.slice(1)}`, `/%2f${to.slice(1)}/x`,
        `/x/..%5c${to.slice(1)}`, `/x/..\\${to.slice(1)}`, `\\${to.slice(1)}`, `${to.toUpperCase()}/x`, `${to}%20`, `${to}%00`, `${to}%00/x`, `${to}?x`, `${to}%3fx`, `${to}%23`, `${to}/../orders`, `${to}%2fx`, `${to}..`, `/x/%2e%2e;${to}`, `http://orders.example.com${to}/x`, `/opening-hours/..${to}`, `/opening-hours/..;${to}`, `/opening-hours%2f..%2f${to.slice(1)}`, `/opening-hours;/..${to}`, `/opening-hours?/..${to}`,
      ];
      const isOpen = (url: string): boolean => readings(url).every((path) => /^\/opening-hours\/?$/.test(path));
      const asksMore = (url: string): boolean => readings(url).some((path) => /^\/manage([^a-z0-9-]|$)/.test(path));
      for (const path of [...spellings('/manage'), ...spellings('/orders'), ...spellings('/opening-hours')]) {
        for (const [who, token] of [['manager', world.manager.token], ['member', world.member.token], ['nobody', null]] as const) {
          const before = world.application.seen.length;
          const { status, body } = await get(path, token).catch(() => ({ status: 400, body: '' }));
          const reached = kind === 'gateway' ? world.application.seen.slice(before).map(({ url }) => url) : body.includes(CONTENT) ? [path] : [];
          if (reached.length === 0) expect([who, path, status]).not.toEqual([who, path, 200]);
          for (const url of reached) expect([who, path, url, who === 'manager' ? !asksMore(url) : isOpen(url)]).toEqual([who, path, url, true]);
        }
      }
    }, 120_000);

    it('asks the same whatever a client puts into its query or its headers', async () => {
      const queries = [`tenant_id=${world.elsewhere}`, `tenant_id=${world.elsewhere}&permission=`, 'permission=orders.view', `permission=tenant.view&tenant_id=${world.elsewhere}`, '%70ermission=x', 'x=1#y', '&', '?'];
      const paths = ['/', '/orders', '//', '/manage/'];
      for (const path of paths) {
        for (const query of queries) {
          for (const token of [world.stranger.token, world.member.token, null]) await expectKeptOut(`${path}?${query}`, get(`${path}?${query}`, token));
          if (path.startsWith('/manage')) await expectKeptOut(`${path}?${query}`, get(`${path}?${query}`, world.manager.token));
        }
      }
      expect(await statusOf(`/orders?tenant_id=${world.elsewhere}&permission=nobody.has.this`, world.manager.token)).toBe(200);
      // Directly behind AuthEngine's endpoint this query would be the gateway's own.
      if (kind === 'gateway') expect(await statusOf(`/?tenant_id=${world.elsewhere}&permission=nobody.has.this`, world.manager.token)).toBe(200);
      const forged = ['X-Forwarded-Uri', '/opening-hours', 'X-Original-Url', '/opening-hours', 'X-Rewrite-Url', '/opening-hours', 'X-Forwarded-Method', 'OPTIONS', 'X-Http-Method-Override', 'GET', 'X-Forwarded-Access-Token', world.admin.token];
      for (const path of ['/orders', '/manage']) for (const token of [world.stranger.token, world.member.token, null]) await expectKeptOut(`${path} with forged headers`, get(path, token, ...forged));
      for (const key of [world.plainKey, world.key]) await expectKeptOut('a key of the client', get('/orders', world.stranger.token, 'X-API-Key', key));
    }, 120_000);

    if (kind === 'gateway') it('gives the application the identity headers of AuthEngine and none of a client', async () => {
      const { manager, admin } = world;
      const names = ['X-Auth-User-Id', 'X-Auth-Email', 'X-Auth-Name', 'X-Auth-Tenant-Id', 'X-Auth-Session-Id', 'X-Auth-Strategy', 'X-Auth-Permissions'];
      const forgeries = [
        names.flatMap((header) => [header, admin.id]), names.flatMap((header) => [header.toLowerCase(), '', header.toUpperCase(), admin.id]), names.flatMap((header) => [header.replaceAll('-', '_'), admin.id]),
        names.flatMap((header) => [header.replace('-', '_'), admin.id, header.replace(/-(?=[^-]*$)/, '_'), admin.id]), ...names.map((header) => ['Connection', `close, ${header}`]), ['Connection', names.join(', ').toLowerCase()], ['Connection', 'close', 'Connection', 'x-auth-user-id'],
      ];
      const lastSeen = (): SeenRequest => world.application.seen.at(-1) ?? { url: '', headers: [] };
      for (const forged of [[], ...forgeries]) {
        const before = world.application.seen.length;
        const status = await statusOf('/orders', manager.token, ...forged);
        // Turned away is as good as cleaned.
        if (status !== 200) expect([forged[0], world.application.seen.length]).toEqual([expect.any(String), before]);
        else {
          expect([forged, valuesOf(lastSeen(), 'X-Auth-User-Id'), valuesOf(lastSeen(), 'X-Auth-Tenant-Id'), valuesOf(lastSeen(), 'X-Auth-Email')]).toEqual([forged, [manager.id], [world.tenant], [manager.email]]);
          for (const header of names) for (const value of valuesOf(lastSeen(), header)) expect([forged, header, value.includes(admin.id)]).toEqual([forged, header, false]);
          // Only these three are sure to be there.
          expect(valuesOf(lastSeen(), 'X-Auth-Name').filter((value) => value !== '')).toEqual([]);
        }
        // What is open has nobody's headers.
        if ((await statusOf('/opening-hours', null, ...forged)) === 200) for (const header of names) expect([forged, header, valuesOf(lastSeen(), header).filter((value) => value !== '')]).toEqual([forged, header, []]);
      }
      expect(valuesOf(lastSeen(), 'X-API-Key')).toEqual([]);
      expect(await statusOf('/orders', manager.token)).toBe(200);
      expect(valuesOf(lastSeen(), 'X-Auth-Permissions').join()).toContain('orders.view');
      expect(lastSeen().headers.flat().join()).not.toContain(world.key);
    });

    if (kind === 'gateway') it('asks whatever the method, and leaves the body to the application', async () => {
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']) {
        for (const token of [world.stranger.token, world.member.token, null]) {
          for (const headers of [[], ['Connection', 'Upgrade', 'Upgrade', 'websocket', 'Sec-WebSocket-Version', '13', 'Sec-WebSocket-Key', 'x3JJHMbDL1EzLkh9GBhXDw==']]) await expectKeptOut(`${method} ${headers.join()}`, ask(where.port, '/orders', token, headers, method));
        }
      }
      const body = Buffer.alloc(200_000, 'x');
      for (const framing of [['Content-Length', String(body.length)], ['Transfer-Encoding', 'chunked']]) {
        const answer = await ask(where.port, '/orders', world.manager.token, framing, 'POST', body);
        expect([framing, answer.status, JSON.parse(answer.body)]).toMatchObject([framing, 200, { user: world.manager.id, bytes: body.length }]);
        await expectKeptOut(`POST ${framing.join()}`, ask(where.port, '/orders', world.member.token, framing, 'POST', body));
      }
    });

    more?.(() => ({ url: `http://127.0.0.1:${where.port}`, world }));

    it('shows its own words to nobody: no key is in what it writes', () => {
      expect(program.output()).not.toContain(world.key);
      expect(world.door.asked.join()).not.toContain(world.manager.token);
    });
  });
}
