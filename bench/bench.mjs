// One run: its stores, its servers, and what they are asked about. Each is made when a part first needs it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli } from '../scripts/prepare.mjs';
import { pinLoad, startServer, stopServer } from './servers.mjs';
import { openStores } from './stores.mjs';
import { accessTokens, addressesOf, serviceKey } from './tokens.mjs';

const USERS = 20;
const TOKENS = 2_000;
const SECRET_KEY = 'bench-only secret key of 32 bytes or more: 7Qm2xV9rK4';
/** With it a part can sign tokens of sessions that it has put into the database itself. */
export const JWT_SECRET_KEY = 'bench-only token key of 32 bytes or more: b8Wn3yL6tZ1';
export const APP_URL = 'http://auth.test';
export const admin = { email: 'admin@authengine.test', password: 'bench-only Harbour 77 lantern' };
export const ready = '/health/ready';
export const addresses = addressesOf(USERS);

export async function openBench() {
  const dataDir = mkdtempSync(join(tmpdir(), 'authengine-bench-'));
  // What production runs on, where this machine has it.
  const stores = await openStores({ redis: true });
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'development',
    LOG_LEVEL: 'error',
    // Tokens name it, and are asked about at servers on other ports.
    APP_URL,
    SECRET_KEY,
    JWT_SECRET_KEY,
    AUTHENGINE_DATA_DIR: dataDir,
    SUPERADMIN_EMAIL: admin.email,
    SUPERADMIN_PASSWORD: admin.password,
    BCRYPT_COST: '4',
    MAX_CONCURRENT_SESSIONS: '1000',
    RATE_LIMIT_PER_MINUTE: '1000000',
    ...(stores.postgresUrl ? { POSTGRES_URL: stores.postgresUrl, REDIS_URL: stores.redisUrl } : {}),
  };
  const running = new Set();

  const start = async (name, args, readyPath, more = {}) => {
    const server = await startServer(name, args, { ...env, ...more }, readyPath);
    running.add(server);
    return server;
  };
  const stop = async (server) => {
    running.delete(server);
    await stopServer(server);
  };

  const bench = {
    stores,
    env,
    start,
    stop,
    /** The product with other variables; whoever starts it stops it. */
    startService: (more = {}) => start(more.WEB_CONCURRENCY ? `AuthEngine, ${more.WEB_CONCURRENCY} workers` : 'AuthEngine', [cli, 'run'], ready, more),
    echo: once(() => start('node:http echo', [join(import.meta.dirname, 'echo-server.mjs')], '/')),
    service: once(() => bench.startService()),
    /** The service key, the tokens of many sessions, and the requests that ask about them. */
    asked: once(async () => {
      const { base } = await bench.service();
      console.log(`making ${TOKENS} sessions of ${USERS} users …`);
      const apiKey = await serviceKey(base, admin);
      const tokens = await accessTokens(base, USERS, TOKENS);
      pinLoad();
      return { apiKey, clientId: 'bench', tokens, ...requestsOf(apiKey, tokens) };
    }),
    close: async () => {
      await Promise.all([...running].map(stopServer));
      await stores.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return bench;
}

export function requestsOf(apiKey, tokens) {
  const headers = { 'content-type': 'application/json', 'x-api-key': apiKey };
  const asked = (path) => tokens.map((token) => ({ method: 'POST', path, headers, body: JSON.stringify({ token }) }));
  return { echoed: asked('/'), introspected: asked('/api/v1/auth/introspect') };
}

export const isActive = (body) => body.startsWith('{"active":true,');

function once(make) {
  let made;
  return () => (made ??= make());
}
