import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { migratedDataFolder, testSettings } from '@authengine/testing';
import { startServer, type RunningServer } from '../src/server.js';
import { startFault } from '../src/start-fault.js';
import { createTestApp, freePort, type TestApp } from './test-app.js';

const PRODUCTION = {
  NODE_ENV: 'production',
  BCRYPT_COST: '10',
  SECRET_KEY: randomBytes(32).toString('base64'),
  JWT_SECRET_KEY: randomBytes(32).toString('base64'),
  APP_URL: 'https://auth.example.com',
  EMBEDDED_STORES: 'postgres,redis,mongodb',
  SUPERADMIN_EMAIL: 'root@example.com',
  SUPERADMIN_PASSWORD: 'vVx83-long-Quill',
  EMAIL_PROVIDER: 'smtp',
  SMTP_URL: 'smtp://127.0.0.1:1',
  EMAIL_SENDER: 'auth@example.com',
};

describe('the management port', () => {
  let AUTHENGINE_DATA_DIR: string;
  let running: RunningServer | undefined;
  beforeAll(async () => {
    AUTHENGINE_DATA_DIR = await migratedDataFolder();
  });
  afterAll(() => {
    rmSync(AUTHENGINE_DATA_DIR, { recursive: true, force: true });
  });
  afterEach(async () => {
    await running?.close();
  });

  it('answers metrics and probes, and nothing else, until the end of the stop', async () => {
    const management = await freePort();
    running = await startServer(testSettings({ ...PRODUCTION, HOST: '127.0.0.1', PORT: '0', AUTHENGINE_DATA_DIR, POSTGRES_URL: undefined, MANAGEMENT_PORT: String(management) }));
    const on = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${management}${path}`, { method });

    expect((await (await on('/metrics')).text())).toContain('process_cpu_seconds_total');
    expect((await on('/metrics', 'HEAD')).status).toBe(200);
    expect(await (await on('/health/live')).json()).toEqual({ status: 'ok' });
    // The mail server of these settings is nobody.
    expect(await (await on('/health/ready')).json()).toMatchObject({ details: { postgres: { status: 'up' } } });
    for (const path of ['/', '/docs', '/openapi.json', '/api/v1/me', '/api/v1/auth/login', '/metrics/../api/v1/me', '/verify-email', '/health', '/health/other', '//metrics']) {
      const answer = await on(path);
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 404, 'application/problem+json']);
    }
    expect((await on('/api/v1/auth/login', 'POST')).status).toBe(404);
    expect((await on('/api/v1/auth/introspect', 'POST')).status).toBe(404);
    const wrong = await on('/metrics', 'POST');
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD']);

    expect((await fetch(`${running.url}/metrics`)).status).toBe(404);
    expect((await fetch(`${running.url}/health/ready`)).status).toBe(200);

    const closed = running.close(300);
    expect((await on('/health/ready')).status).toBe(503);
    await closed;
    await expect(on('/health/live')).rejects.toThrow();
  });

  it('needs a port of its own, and one that is free', async () => {
    const faultOf = async (env: Record<string, string>): Promise<string | undefined> => {
      try {
        running = await startServer(testSettings({ HOST: '127.0.0.1', AUTHENGINE_DATA_DIR, POSTGRES_URL: undefined, ...env }));
        return 'it started';
      } catch (error) {
        return startFault(error);
      }
    };
    const port = await freePort();
    expect(await faultOf({ PORT: String(port), MANAGEMENT_PORT: String(port) })).toContain('MANAGEMENT_PORT must be another port than PORT');
    const other = createServer().listen(port, '127.0.0.1');
    expect(await faultOf({ PORT: '0', MANAGEMENT_PORT: String(port) })).toBe(`port ${port} is in use on 127.0.0.1; stop what listens there, or set MANAGEMENT_PORT to another`);
    other.close();
  });
});

describe('a service in production with METRICS_TOKEN and API_DOCS=off', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ env: { ...PRODUCTION, METRICS_TOKEN: 'a-token-for-whoever-scrapes', API_DOCS: 'off' } });
  });
  afterAll(() => test.close());
  const metrics = (headers: Record<string, string> = {}, method = 'GET', query = '') => fetch(`${test.url}/metrics${query}`, { method, headers });

  it('tells metrics to whoever has the token, and a challenge to others', async () => {
    const Authorization = 'Bearer a-token-for-whoever-scrapes';
    expect([(await metrics({ Authorization })).status, (await metrics({ Authorization }, 'HEAD')).status]).toEqual([200, 200]);
    const refused = await metrics();
    expect([refused.status, refused.headers.get('www-authenticate'), (await metrics({}, 'HEAD')).status]).toEqual([401, 'Bearer realm="authengine"', 401]);
    expect((await metrics({ Authorization: 'Bearer guess' })).status).toBe(401);
    expect((await metrics({}, 'GET', '?token=a-token-for-whoever-scrapes')).status).toBe(401);
  });

  it('serves neither the document nor Swagger UI, and all else', async () => {
    for (const path of ['/docs', '/docs/', '/openapi.json', '/docs/swagger-ui-init.js', '/docs/swagger-ui-bundle.js']) expect([path, (await fetch(test.url + path)).status]).toEqual([path, 404]);
    for (const path of ['/health/ready', '/api/v1/auth/oauth/providers']) expect([path, (await fetch(test.url + path)).status]).toEqual([path, 200]);
  });
});
