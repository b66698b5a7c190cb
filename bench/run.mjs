// npm run bench: introspection against Node's bare HTTP server, in one run and one process layout.
// Only ratios within a run count. Ends with 1 when the ratio is under the floor.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkNode, cli, ensureBuilt, ensureInstalled } from '../scripts/prepare.mjs';
import { printReport } from './report.mjs';

const FLOOR = 0.25;
const USERS = 20;
const TOKENS = 2_000;
const WARM_UP_SECONDS = 3;
const WINDOW_SECONDS = 5;
const ROUNDS = 3;

checkNode();
ensureInstalled();
ensureBuilt();
const { pinLoad, startServer, stopServer } = await import('./servers.mjs');
const { summary, window } = await import('./load.mjs');
const { storeCounters } = await import('./round-trips.mjs');
const { accessTokens, serviceKey } = await import('./tokens.mjs');

const dataDir = mkdtempSync(join(tmpdir(), 'authengine-bench-'));
const admin = { email: 'admin@authengine.test', password: 'bench-only Harbour 77 lantern' };
const env = {
  PATH: process.env.PATH,
  NODE_ENV: 'development',
  LOG_LEVEL: 'warn',
  AUTHENGINE_DATA_DIR: dataDir,
  SUPERADMIN_EMAIL: admin.email,
  SUPERADMIN_PASSWORD: admin.password,
  BCRYPT_COST: '4',
  MAX_CONCURRENT_SESSIONS: '1000',
  RATE_LIMIT_PER_MINUTE: '1000000',
  ...Object.fromEntries(['REDIS_URL', 'POSTGRES_URL'].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
};
const servers = [];

try {
  const echo = await started('node:http echo', [join(import.meta.dirname, 'echo-server.mjs')], '/');
  const service = await started('introspection', [cli, 'run'], '/health/ready');
  console.log(`making ${TOKENS} sessions of ${USERS} users …`);
  const apiKey = await serviceKey(service.base, admin);
  const tokens = await accessTokens(service.base, USERS, TOKENS);

  const headers = { 'content-type': 'application/json', 'x-api-key': apiKey };
  const asked = (path) => tokens.map((token) => ({ method: 'POST', path, headers, body: JSON.stringify({ token }) }));
  const echoed = asked('/');
  const introspected = asked('/api/v1/auth/introspect');
  pinLoad();

  const active = (body) => body.startsWith('{"active":true,');
  await window(echo, echoed, WARM_UP_SECONDS);
  await window(service, introspected, WARM_UP_SECONDS, active);
  const before = await storeCounters(env);
  const windows = { echo: [], service: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    windows.echo.push(await window(echo, echoed, WINDOW_SECONDS));
    windows.service.push(await window(service, introspected, WINDOW_SECONDS, active));
  }
  const after = await storeCounters(env);
  const asks = windows.service.reduce((sum, { requests }) => sum + requests, 0);
  const ratio = printReport({ echo: summary(windows.echo), service: summary(windows.service), before, after, asks, stores: env });
  if (ratio < FLOOR) {
    console.error(`the ratio ${ratio.toFixed(2)} is under the floor of ${FLOOR}`);
    process.exitCode = 1;
  }
} finally {
  await Promise.all(servers.map(stopServer));
  rmSync(dataDir, { recursive: true, force: true });
}

async function started(name, args, readyPath) {
  const server = await startServer(name, args, env, readyPath);
  servers.push(server);
  return server;
}
