import { inspect } from 'node:util';
import { active, FakeHub, json, KEY } from '../test/fake-hub.js';
import { AuthEngine, ConfigurationError, ProtocolError, RefusedError, UnavailableError, type AuthEngineError, type AuthEngineOptions, type Question } from './index.js';

const TENANT = '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10';

describe('a service that asks', () => {
  let hub: FakeHub;
  beforeEach(async () => {
    hub = await new FakeHub().start();
  });
  afterEach(() => hub.stop());

  const engine = (options: Partial<AuthEngineOptions> = {}): AuthEngine => new AuthEngine({ url: hub.url, apiKey: KEY, ...options });
  const failure = async (work: Promise<unknown>): Promise<AuthEngineError> => {
    try {
      await work;
    } catch (error) {
      return error as AuthEngineError;
    }
    throw new Error('it did not fail');
  };

  it('shows its key, and is answered', async () => {
    hub.answer(() => active({ permissions: ['orders.view'] }));
    expect(await engine().introspect({ token: 'a-token' })).toMatchObject({ active: true, sub: 'ada', permissions: ['orders.view'] });
    expect(hub.heard).toMatchObject([{ method: 'POST', path: '/api/v1/auth/introspect', body: { token: 'a-token' }, headers: { 'x-api-key': KEY } }]);
  });

  it('takes no token that is for another service, and says that it does not stand', async () => {
    hub.answer(({ token }) => active({ iss: hub.url, aud: token }));
    const orders = 'https://orders.example.com/';
    for (const [options, taken] of [[{}, [hub.url]], [{ audience: orders }, [orders]], [{ audience: [orders, hub.url] }, [orders, hub.url]]] as const) {
      const service = engine(options);
      for (const token of [hub.url, orders, 'https://billing.example.com/']) {
        expect([options, token, (await service.introspect({ token })).active]).toEqual([options, token, (taken as readonly string[]).includes(token)]);
        expect((await service.decide({ token })).outcome).toBe((taken as readonly string[]).includes(token) ? 'allowed' : 'sign_in');
      }
    }
  });

  it('asks each time', async () => {
    let stands = true;
    hub.answer(() => (stands ? active() : { active: false }));
    const service = engine();
    expect(await service.introspect({ token: 't' })).toMatchObject({ active: true });
    stands = false;
    expect(await service.introspect({ token: 't' })).toEqual({ active: false });
  });

  it('keeps its connection', async () => {
    const service = engine();
    for (let i = 0; i < 5; i += 1) await service.introspect({ token: String(i) });
    expect(hub.connections).toBe(1);
  });

  describe('many questions at once', () => {
    it('go there together, each with its own answer', async () => {
      hub.answer(({ token, tenant_id, permission }) => active({ sub: `of ${String(token)}`, ...(tenant_id === undefined ? {} : { tenant_id }), ...(permission === undefined ? {} : { allowed: (permission as string[]).join() === 'a,b' }) }));
      const service = engine();
      const answers = await Promise.all([
        ...Array.from({ length: 250 }, (_, i) => service.introspect({ token: `t${i}` })),
        service.introspect({ token: 't0', tenantId: TENANT }),
        service.introspect({ token: 't0', permissions: ['a', 'b'] }),
        service.introspect({ token: 't0', permissions: ['a'] }),
      ]);
      expect(answers.slice(0, 250).map((answer) => answer.active && answer.sub)).toEqual(Array.from({ length: 250 }, (_, i) => `of t${i}`));
      expect(answers.slice(250)).toMatchObject([{ tenant_id: TENANT }, { allowed: true }, { allowed: false }]);
      expect(hub.heard.map(({ body }) => (body as { tokens: unknown[] }).tokens.length)).toEqual([100, 100, 53]);
    });

    it('are asked once where they are the same, and anew by who comes later', async () => {
      let asked = 0;
      hub.on(async (_, response) => {
        asked += 1;
        // The second is asked while the first is on its way.
        if (asked === 1) later = service.introspect({ token: 't' });
        await new Promise((resolve) => setTimeout(resolve, 20));
        json(response, 200, asked === 1 ? active() : { active: false });
      });
      const service = engine();
      let later: Promise<unknown> | undefined;
      await Promise.all([service.introspect({ token: 't' }), service.introspect({ token: 't' })]);
      await later;
      expect(asked).toBe(2);
    });

    it('fail for none of the others when one is refused', async () => {
      hub.on(({ body, path }, response) => {
        const bad = JSON.stringify(body).includes('bad');
        if (bad) json(response, 400, { code: 'request.invalid', detail: 'No.' });
        else json(response, 200, path.endsWith('batch') ? {} : active({ sub: (body as { token: string }).token }));
      });
      const service = engine();
      const answers = await Promise.allSettled(['one', 'bad', 'two'].map((token) => service.introspect({ token })));
      expect(answers).toMatchObject([{ value: { sub: 'one' } }, { reason: { code: 'refused', status: 400, problem: 'request.invalid' } }, { value: { sub: 'two' } }]);
    });

    it.each([500, 403])('are not each asked alone when AuthEngine refuses all of them with %d', async (status) => {
      hub.on((_, response) => json(response, status, { code: 'server.error', detail: 'No.' }));
      const service = engine();
      const answers = await Promise.allSettled(Array.from({ length: 50 }, (_, i) => service.introspect({ token: `t${i}` })));
      expect(answers.every((answer) => answer.status === 'rejected' && answer.reason instanceof RefusedError)).toBe(true);
      expect(hub.heard).toHaveLength(1);
    });

    it('stay what they were when asked, whatever becomes of the list of permissions', async () => {
      hub.answer(({ permission }) => active({ allowed: String(permission) === 'orders.view' }));
      const service = engine();
      const permissions = ['orders.delete'];
      const question = { token: 't', permissions };
      const answered = service.introspect(question);
      permissions[0] = 'orders.view';
      question.token = 'u';
      expect(await answered).toMatchObject({ allowed: false });
      expect(hub.questions).toMatchObject([{ token: 't', permission: ['orders.delete'] }]);
    });

    it('get an answer that none of them can change for the others', async () => {
      hub.answer(() => active({ permissions: ['orders.view'], tenant_permissions: { x: [] } }));
      const service = engine();
      const [mine, yours] = await Promise.all([service.introspect({ token: 't' }), service.introspect({ token: 't' })]);
      expect(() => Object.assign(mine, { exp: 9e9 })).toThrow(TypeError);
      const { permissions, tenant_permissions: elsewhere } = mine as unknown as { permissions: string[]; tenant_permissions: Record<string, string[]> };
      expect(() => permissions.push('orders.delete')).toThrow(TypeError);
      expect(() => elsewhere.x?.push('orders.delete')).toThrow(TypeError);
      expect(yours).toMatchObject({ permissions: ['orders.view'] });
    });

    it('all fail with an answer that does not say which is whose', async () => {
      hub.on((_, response) => json(response, 200, { results: [active()] }));
      const service = engine();
      const answers = await Promise.allSettled(['one', 'two'].map((token) => service.introspect({ token })));
      expect(answers.map((answer) => answer.status === 'rejected' && answer.reason instanceof ProtocolError)).toEqual([true, true]);
    });

    it('stay within what is taken at once, however long the tokens are', async () => {
      hub.answer(() => ({ active: false }));
      const service = engine();
      const answers = await Promise.all([...Array.from({ length: 20 }, (_, i) => service.introspect({ token: `${i}${'x'.repeat(60_000)}` })), service.introspect({ token: 'y'.repeat(200_000) })]);
      expect(answers.every((answer) => !answer.active)).toBe(true);
      for (const { body } of hub.heard) expect(JSON.stringify(body).length).toBeLessThan(512 * 1024);
      expect(hub.questions).toHaveLength(20);
    });
  });

  describe('gets no yes from', () => {
    it.each([
      ['nothing', null],
      ['a list', [true]],
      ['a word', { active: 'true' }],
      ['a yes that is nobody', { active: true, exp: 9e9 }],
      ['a yes without an end', { active: true, sub: 'ada' }],
      ['a yes for another tenant', active({ tenant_id: '8f14e45f-ceea-4e7a-9c3d-1b2a3c4d5e6f', allowed: true })],
      ['a yes for no tenant', active({ allowed: true })],
      ['a yes for a tenant that is a number', active({ tenant_id: 7, allowed: true })],
      ['a yes without the decision', active({ tenant_id: TENANT })],
      ['a yes with a decision that is a word', active({ tenant_id: TENANT, allowed: 'true' })],
    ])('%s', async (_, body) => {
      hub.on((__, response) => json(response, 200, body));
      expect(await failure(engine().decide({ token: 't', tenantId: TENANT, permissions: ['orders.view'] }))).toBeInstanceOf(ProtocolError);
    });

    it('a token that never ends', async () => {
      hub.on((_, response) => void response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"active":true,"sub":"ada","exp":9e999}'));
      expect(await failure(engine().introspect({ token: 't' }))).toBeInstanceOf(ProtocolError);
    });

    it.each<[string, Record<string, unknown>, string]>([
      ['no token', { token: undefined }, 'sign_in'],
      ['two tokens', { token: ['t', 'u'] }, 'sign_in'],
      ['two tenants, as a query that names it twice', { token: 't', tenantId: [TENANT, TENANT] }, 'not_in_tenant'],
      ['a tenant that is an object', { token: 't', tenantId: { id: TENANT } }, 'not_in_tenant'],
      ['a tenant that is null', { token: 't', tenantId: null }, 'not_in_tenant'],
    ])('%s', async (_, question, outcome) => {
      hub.answer(({ tenant_id }) => active(tenant_id === undefined ? {} : { tenant_id }));
      expect(await engine().decide(question as unknown as Question)).toMatchObject({ outcome });
      expect(hub.questions.filter(({ token }) => token !== 't')).toEqual([]);
    });

    it('a token whose time is over', async () => {
      hub.answer(() => active({ exp: Math.floor(Date.now() / 1_000) - 1 }));
      expect(await engine().introspect({ token: 't' })).toEqual({ active: false });
    });

    it('an empty token or tenant, about which nothing is asked', async () => {
      hub.answer(() => active());
      expect(await engine().introspect({ token: '' })).toEqual({ active: false });
      expect(await engine().introspect({ token: 't', tenantId: '' })).toEqual({ active: false });
      expect(hub.heard).toEqual([]);
    });
  });

  describe('decides', () => {
    const members = (asked: Record<string, unknown>): unknown => {
      if (asked.token !== 'good') return { active: false };
      if (asked.tenant_id !== undefined && asked.tenant_id !== TENANT) return { active: false };
      return active({ ...(asked.tenant_id === undefined ? {} : { tenant_id: TENANT }), ...(asked.permission === undefined ? {} : { allowed: (asked.permission as string[]).every((name) => name === 'orders.view') }) });
    };

    it.each([
      ['allowed', 'good', TENANT, ['orders.view']],
      ['allowed', 'good', TENANT, []],
      ['allowed', 'good', undefined, ['orders.view']],
      ['permission_missing', 'good', TENANT, ['orders.view', 'orders.delete']],
      ['not_in_tenant', 'good', 'elsewhere', ['orders.view']],
      ['not_in_tenant', 'good', '', ['orders.view']],
      ['sign_in', 'gone', TENANT, ['orders.view']],
      ['sign_in', 'gone', undefined, []],
    ] as const)('%s', async (outcome, token, tenantId, permissions) => {
      hub.answer(members);
      expect(await engine().decide({ token, tenantId, permissions })).toMatchObject({ outcome });
    });

    it('asks for the decision alone', async () => {
      hub.answer(members);
      await engine().decide({ token: 'good', tenantId: TENANT, permissions: ['orders.view'] });
      expect(hub.questions).toEqual([{ token: 'good', tenant_id: TENANT, permission: ['orders.view'], include: 'decision' }]);
    });
  });

  describe('when AuthEngine does not answer', () => {
    it('repeats a question twice, and then lets nobody in', async () => {
      hub.on((_, response) => void response.destroy());
      expect(await failure(engine().introspect({ token: 't' }))).toMatchObject({ code: 'unavailable', reached: false, retryAfterSeconds: 1 });
      expect(hub.heard).toHaveLength(3);
    });

    it('goes on when the repetition is answered', async () => {
      hub.on((_, response) => void (hub.heard.length < 3 ? response.destroy() : json(response, 200, active())));
      expect(await engine().introspect({ token: 't' })).toMatchObject({ active: true });
    });

    it('waits no longer than it was told', async () => {
      hub.on(() => undefined);
      const began = performance.now();
      expect(await failure(engine({ timeoutMs: 200 }).introspect({ token: 't' }))).toBeInstanceOf(UnavailableError);
      expect(performance.now() - began).toBeGreaterThanOrEqual(190);
      expect(hub.heard).toHaveLength(1);
    });

    it('does not wait for the rest of an answer that began', async () => {
      hub.on((_, response) => void response.writeHead(200, { 'Content-Type': 'application/json' }).write('{"active":'));
      expect(await failure(engine({ timeoutMs: 200 }).introspect({ token: 't' }))).toBeInstanceOf(UnavailableError);
    });

    it('passes on when to come back, and does not come back before', async () => {
      hub.on((_, response) => json(response, 503, { code: 'server.unavailable' }, { 'Retry-After': '7' }));
      expect(await failure(engine().introspect({ token: 't' }))).toMatchObject({ code: 'unavailable', reached: true, retryAfterSeconds: 7 });
      expect(hub.heard).toHaveLength(1);
    });
  });

  describe('at its start', () => {
    it('goes on with the right URL and key, also while AuthEngine is busy', async () => {
      expect(await AuthEngine.connect({ url: `${hub.url}/`, apiKey: KEY })).toBeInstanceOf(AuthEngine);
      await AuthEngine.connect({ url: `${hub.url}/api/v1`, apiKey: KEY });
      expect(hub.heard.map(({ path }) => path)).toEqual(Array.from({ length: 2 }, () => '/api/v1/auth/introspect'));
      hub.on((_, response) => json(response, 503, { code: 'server.unavailable' }, { 'Retry-After': '2' }));
      await AuthEngine.connect({ url: hub.url, apiKey: KEY });
    });

    it.each([
      ['a key that does not stand', 401, {}, /does not accept the API key.*POST \/platform\/service-keys/],
      ['a redirect, which it does not follow', 308, { Location: 'http://127.0.0.1:1/' }, /redirects elsewhere.*set url/],
      ['another service', 404, { 'Content-Type': 'text/html' }, /is not AuthEngine.*set url/],
      ['a page', 200, { 'Content-Type': 'text/html' }, /set url/],
      ['a broken proxy', 500, { 'Content-Type': 'text/html' }, /500.*url/],
    ])('stops with one line for %s', async (_, status, headers, says) => {
      hub.on((__, response) => void response.writeHead(status, { 'Content-Type': 'application/problem+json', ...headers }).end(status === 401 ? '{"code":"introspection.invalid_api_key"}' : '<html>'));
      const error = await failure(AuthEngine.connect({ url: hub.url, apiKey: KEY }));
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error.message).toMatch(says);
      expect(error.stack?.split('\n')).toHaveLength(1);
      expect(error.message).toContain(hub.url);
    });

    it('stops with one line where nobody listens', async () => {
      const error = await failure(AuthEngine.connect({ url: 'http://127.0.0.1:1', apiKey: KEY }));
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error.message).toMatch(/cannot be reached \(.+\); see whether url is right/);
    });

    it.each<[string, Partial<AuthEngineOptions>, RegExp]>([
      ['no URL', { url: '' }, /url is not set/],
      ['no URL at all', { url: 'auth' }, /url is not a URL/],
      ['another protocol', { url: 'ftp://auth.example.com' }, /https:\/\//],
      ['a key in the URL', { url: `https://x:${KEY}@auth.example.com` }, /apiKey/],
      ['plain http', { url: 'http://auth.example.com' }, /plain http.*insecureHttp/],
      ['no key', { apiKey: '' }, /apiKey is not set/],
      ['a key with its line end', { apiKey: `${KEY}\n` }, /copy the raw_key again/],
      ['a mode that there is not', { mode: 'fast' as 'strict' }, /there is no mode "fast"/],
      ['no time', { timeoutMs: 0 }, /timeoutMs/],
      ['time in words', { timeoutMs: '500' as unknown as number }, /timeoutMs/],
      ['endless repetition', { retries: Infinity }, /retries/],
    ])('names what is wrong: %s', (_, options, says) => {
      expect(() => engine(options)).toThrow(says);
      expect(() => engine(options)).toThrow(ConfigurationError);
    });

    it('takes plain http where it is told to', () => {
      expect(engine({ url: 'http://authengine:8000', insecureHttp: true })).toBeInstanceOf(AuthEngine);
    });
  });

  it('shows its key and tokens in no error and no dump', async () => {
    const errors: unknown[] = [];
    for (const reply of [401, 400, 404, 500, 503, 200, 302]) {
      hub.on((_, response) => json(response, reply, { active: 'x' }));
      errors.push(await failure(engine().introspect({ token: 'a-secret-token' })));
    }
    hub.on((_, response) => void response.destroy());
    errors.push(await failure(engine({ retries: 0 }).introspect({ token: 'a-secret-token' })), engine());
    const dump = inspect(errors, { depth: 20, showHidden: true });
    expect(dump).not.toContain(KEY);
    expect(dump).not.toContain('a-secret-token');
    expect(JSON.stringify(engine())).not.toContain(KEY);
    const busy = engine();
    const answered = busy.introspect({ token: 'a-secret-token' });
    expect(inspect(busy, { depth: 20, showHidden: true })).not.toContain('a-secret-token');
    await failure(answered);
  });

  describe('calls other routes', () => {
    it('as a user, with parameters in their places', async () => {
      hub.on((_, response) => json(response, 200, []));
      await engine().api.call('get', '/tenants/users/{tenant_id}/users', { token: 'a-token', params: { tenant_id: 'a/../b' }, query: { limit: 5 } });
      expect(hub.heard).toMatchObject([{ method: 'GET', path: '/api/v1/tenants/users/a%2F..%2Fb/users?limit=5', headers: { authorization: 'Bearer a-token' } }]);
      expect(hub.heard[0]?.headers).not.toHaveProperty('x-api-key');
    });

    it('and repeats none that would act twice', async () => {
      hub.on((_, response) => void response.destroy());
      await failure(engine().api.call('post', '/auth/login', { body: { email: 'ada@example.com', password: 'x' } }));
      expect(hub.heard).toHaveLength(1);
      await failure(engine().api.call('get', '/me', { token: 't' }));
      expect(hub.heard).toHaveLength(4);
    });

    it('and is told the problem of a refusal', async () => {
      hub.on((_, response) => json(response, 409, { code: 'tenancy.last_owner', detail: 'One must stay.' }));
      const error = await failure(engine().api.call('delete', '/platform/users/{id}', { token: 't', params: { id: 'x' } }));
      expect(error).toBeInstanceOf(RefusedError);
      expect(error).toMatchObject({ status: 409, problem: 'tenancy.last_owner' });
    });

    it('with no parameter that leads elsewhere', async () => {
      for (const id of ['', '.', '..']) expect(await failure(engine().api.call('delete', '/platform/users/{id}', { token: 't', params: { id } }))).toBeInstanceOf(ConfigurationError);
      expect(hub.heard).toEqual([]);
    });
  });
});
