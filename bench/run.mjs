// npm run bench: introspection against Node's bare HTTP server, every other way to ask against the plain one, the SDK
// against a bare client, logins against bare bcrypt, and introspections beside a flood of logins, in one run and one
// process layout. Only ratios within a run count. Ends with 1 when one of them is under its floor.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkNode, cli, ensureBuilt, ensureInstalled } from '../scripts/prepare.mjs';
import { setTimeout as sleep } from 'node:timers/promises';
import { printLogins, printReport } from './report.mjs';
import { secondStart } from './start.mjs';

const FLOOR = 0.25;
const USERS = 20;
const TOKENS = 2_000;
const WARM_UP_SECONDS = 3;
const WINDOW_SECONDS = 5;
const ROUNDS = 3;
/** The product's own default: what a login costs where nobody has set anything. */
const BCRYPT_COST = 12;
const LOGIN_ROUNDS = 2;
const LOGIN_SECONDS = 6;
const FLOOD = { perSecond: 500, rate: 500, seconds: 10 };
const IDLE_SECONDS = 3;
const START_SECONDS = 3;

checkNode();
ensureInstalled();
ensureBuilt();
const { pinLoad, residentMegabytes, startServer, stopServer } = await import('./servers.mjs');
const { summary, window } = await import('./load.mjs');
const { storeCounters } = await import('./round-trips.mjs');
const { accessTokens, addressesOf, serviceKey } = await import('./tokens.mjs');
const { openStores } = await import('./stores.mjs');
const { questions } = await import('./questions.mjs');
const { sdk } = await import('./sdk.mjs');
const { bcryptCeiling, flood, logins, refreshes } = await import('./logins.mjs');

const dataDir = mkdtempSync(join(tmpdir(), 'authengine-bench-'));
const admin = { email: 'admin@authengine.test', password: 'bench-only Harbour 77 lantern' };
// What production runs on, where this machine has it.
const stores = await openStores({ redis: true });
const env = {
  PATH: process.env.PATH,
  NODE_ENV: 'development',
  LOG_LEVEL: 'warn',
  // Tokens name it, and are asked about at a second start on another port.
  APP_URL: 'http://auth.test',
  AUTHENGINE_DATA_DIR: dataDir,
  SUPERADMIN_EMAIL: admin.email,
  SUPERADMIN_PASSWORD: admin.password,
  BCRYPT_COST: '4',
  MAX_CONCURRENT_SESSIONS: '1000',
  RATE_LIMIT_PER_MINUTE: '1000000',
  ...(stores.postgresUrl ? { POSTGRES_URL: stores.postgresUrl, REDIS_URL: stores.redisUrl } : {}),
};
const servers = [];

try {
  const startSeconds = await secondStart(3);
  console.log(`npm start where it has run before, on embedded stores: ${startSeconds.toFixed(1)} s`);
  const echo = await started('node:http echo', [join(import.meta.dirname, 'echo-server.mjs')], '/');
  const service = await started('introspection', [cli, 'run'], '/health/ready');
  await sleep(IDLE_SECONDS * 1000);
  const idleMegabytes = residentMegabytes(service);
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
  const ratio = printReport({ echo: summary(windows.echo), service: summary(windows.service), before, after, asks, stores: stores.about });

  const asking = { apiKey, clientId: 'bench', tokens };
  const faults = [...(await questions(service, asking)), ...(await sdk(service, asking))];

  // The same data, with passwords as dear as they are by default: a first login of each hashes it anew.
  await Promise.all([stopServer(echo), stopServer(service)]);
  const dear = await started('logins', [cli, 'run'], '/health/ready', { ...env, BCRYPT_COST: String(BCRYPT_COST), LOG_LEVEL: 'error' });
  const addresses = addressesOf(USERS);
  await logins(dear, addresses.slice(0, 8), LOGIN_SECONDS);
  const accounts = addresses.slice(0, 8);
  const rounds = { bcrypt: [], login: [] };
  for (let round = 0; round < LOGIN_ROUNDS; round += 1) {
    rounds.bcrypt.push(await bcryptCeiling(BCRYPT_COST, LOGIN_SECONDS));
    rounds.login.push(await logins(dear, accounts, LOGIN_SECONDS));
  }
  const refreshed = await refreshes(dear, accounts, LOGIN_SECONDS);
  // The first one meets code that has never run, and is waited for to the end; the second is counted.
  const beside = { addresses, introspections: introspected, ...FLOOD };
  await flood(dear, { ...beside, seconds: FLOOD.seconds / 2 });
  const flooded = await flood(dear, beside);
  faults.push(...printLogins({ ...rounds, refreshed, flooded, idleMegabytes, cost: BCRYPT_COST, perSecond: FLOOD.perSecond }));
  if (ratio < FLOOR) faults.push(`the ratio of introspection ${ratio.toFixed(2)} is under the floor of ${FLOOR}`);
  if (startSeconds > START_SECONDS) faults.push(`a second start takes ${startSeconds.toFixed(1)} s, over ${START_SECONDS} s`);
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
} finally {
  await Promise.all(servers.map(stopServer));
  await stores.close();
  rmSync(dataDir, { recursive: true, force: true });
}

async function started(name, args, readyPath, environment = env) {
  const server = await startServer(name, args, environment, readyPath);
  servers.push(server);
  return server;
}
