import { ProbeModule } from './kit/probe.module.js';
import { call, serviceKey } from './kit/person.js';
import { rawRequest } from './kit/raw-request.js';
import { createTestApp, type TestApp } from './test-app.js';

const PROBE = '/api/v1/probe';

describe('requests', () => {
  let test: TestApp;
  let behindProxy: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ modules: [ProbeModule], env: { CORS_ORIGINS: 'https://app.example,https://admin.example:8443,capacitor://localhost', CORS_HEADERS: 'x-tenant', HSTS_INCLUDE_SUBDOMAINS: 'false' } });
    behindProxy = await createTestApp({ modules: [ProbeModule], env: { TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8' } });
  });
  afterAll(async () => {
    await test.close();
    await behindProxy.close();
  });

  it.each(['abc', 'A-z_0.9', 'x'.repeat(64)])('keeps the request id %s', async (id) => {
    const answer = await test.http.get(PROBE).set('X-Request-Id', id);
    expect(answer.headers['x-request-id']).toBe(id);
    expect(answer.body.requestId).toBe(id);
  });

  it.each(['', 'a b', 'x'.repeat(65), 'a\tb', '<script>', 'ä'])('makes its own request id instead of "%s"', async (id) => {
    const answer = await test.http.get(PROBE).set('X-Request-Id', id);
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('believes no X-Forwarded-For without trusted proxies, loopback or not', async () => {
    const answer = await test.http.get(PROBE).set('X-Forwarded-For', '203.0.113.7');
    expect(answer.body.ip).toBe('127.0.0.1');
  });

  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['198.51.100.1, 203.0.113.7', '203.0.113.7'],
    ['203.0.113.7, 10.1.2.3', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:DB8::1', '2001:db8::1'],
    ['203.0.113.7:4711', '203.0.113.7'],
    ['203.0.113.7, 10.0.0.4:4444', '203.0.113.7'],
    ['"[2001:db8::1]:443", ::ffff:10.0.0.4', '2001:db8::1'],
    // Nobody knows whose request it is: it is not the proxy's.
    ['not-an-address', null],
    ['203.0.113.7, unknown, 10.0.0.4', null],
  ])('behind a trusted proxy, X-Forwarded-For "%s" is %s', async (header, ip) => {
    const answer = await behindProxy.http.get(PROBE).set('X-Forwarded-For', header);
    expect(answer.body.ip).toBe(ip);
  });

  it('a key that is bound to the network of the proxies works from nowhere else behind them', async () => {
    const key = await serviceKey(behindProxy, { allowed_addresses: ['::FFFF:10.0.0.0/104', '2001:DB8:0:0::/64'] });
    const from = async (header: string): Promise<number> => (await call(behindProxy, 'POST', '/auth/introspect', { token: 'x' }, { 'X-API-Key': key, 'X-Forwarded-For': header })).status;
    for (const header of ['203.0.113.5, 10.0.0.4:4444', '203.0.113.5, "10.0.0.4"', '203.0.113.5, [::ffff:10.0.0.4]:80', 'unknown, 10.0.0.4', 'unknown', '10.0.0.9, 203.0.113.5:80, 10.0.0.4:4444']) expect([header, await from(header)]).toEqual([header, 401]);
    for (const header of ['10.0.0.9, 10.0.0.4:4444', '::ffff:10.0.0.9', '"[2001:db8::7]:443", 10.0.0.4']) expect([header, await from(header)]).toEqual([header, 200]);
  });

  it('AU-04: caps the user agent and strips what could break a log line', async () => {
    const answer = await rawRequest(test.port, Buffer.from(`GET ${PROBE} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nUser-Agent: a\tb\x85c${'x'.repeat(5_000)}\r\n\r\n`, 'latin1'));
    const { userAgent } = JSON.parse(answer.slice(answer.indexOf('{'))) as { userAgent: string };
    expect(userAgent).toHaveLength(512);
    expect(userAgent).toMatch(/^abcxxx/);
  });

  it('HT-11: sends the security headers, and nothing that may be stored', async () => {
    for (const path of [PROBE, '/api/v1/nothing', '/health/live']) {
      const { headers } = await test.http.get(path);
      expect(headers).toMatchObject({
        'strict-transport-security': 'max-age=31536000',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
        'cache-control': 'no-store',
      });
      expect(headers).not.toHaveProperty('x-powered-by');
      expect(headers).not.toHaveProperty('etag');
    }
  });

  it('gives Swagger UI a policy of its own, without inline scripts', async () => {
    const { headers, text } = await test.http.get('/docs').expect(200);
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(text).not.toMatch(/<script>/);
    await test.http.get('/docs/swagger-ui-bundle.js').expect(200);
    expect((await test.http.get('/docs/swagger-ui-init.js').expect(200)).text).toContain('"persistAuthorization": true');
  });

  it.each(['https://app.example', 'https://admin.example:8443', 'capacitor://localhost'])('lets pages of %s call it', async (origin) => {
    const { headers } = await test.http.get(PROBE).set('Origin', origin);
    expect(headers).toMatchObject({ 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true', vary: 'Origin' });
    const preflight = await test.http.options(`${PROBE}/echo`).set('Origin', origin).set('Access-Control-Request-Method', 'POST').expect(204);
    expect(preflight.headers).toMatchObject({ 'access-control-allow-origin': origin });
    const allowed = preflight.headers['access-control-allow-headers'] as string;
    expect(allowed.split(', ')).toEqual(expect.arrayContaining(['Authorization', 'Content-Type', 'traceparent', 'tracestate', 'baggage', 'sentry-trace', 'x-requested-with', 'cache-control', 'pragma', 'x-tenant']));
  });

  it.each(['https://app.example.evil', 'https://evil-app.example', 'http://app.example', 'https://app.example:444', 'null', 'https://APP.example', ''])(
    'HT-05: gives the origin "%s" nothing',
    async (origin) => {
      for (const answer of [await test.http.get(PROBE).set('Origin', origin), await test.http.options(`${PROBE}/echo`).set('Origin', origin).set('Access-Control-Request-Method', 'POST')]) {
        expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
      }
    },
  );

  it('shows a page of a named origin when to ask again, where a list goes on, and the version of what it reads', async () => {
    const { headers } = await test.http.get(PROBE).set('Origin', 'https://app.example');
    expect(String(headers['access-control-expose-headers']).split(', ')).toEqual(expect.arrayContaining(['X-Request-Id', 'Retry-After', 'Link', 'X-Total-Count', 'ETag']));
  });

  it('gives no origin anything when none is named', async () => {
    const { headers } = await behindProxy.http.get(PROBE).set('Origin', 'https://app.example');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('answers headers that are too large with 431', async () => {
    const answer = await rawRequest(test.port, `GET ${PROBE} HTTP/1.1\r\nHost: a\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('OV-02: bounds how long headers, a body and silence may take', () => {
    const { headersTimeout, requestTimeout, keepAliveTimeout } = test.app.getHttpServer();
    expect([headersTimeout, requestTimeout, keepAliveTimeout].every((ms) => ms > 0 && ms <= 65_000)).toBe(true);
  });
});

describe('CORS_ORIGINS=* in development', () => {
  it('lets any page call it, never with credentials', async () => {
    const test = await createTestApp({ modules: [ProbeModule], env: { CORS_ORIGINS: '*' } });
    expect((await test.http.get('/health/live')).headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
    try {
      const { headers } = await test.http.get(PROBE).set('Origin', 'https://anywhere.example');
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
    } finally {
      await test.close();
    }
  });
});
