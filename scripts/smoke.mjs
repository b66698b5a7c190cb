// npm run smoke: starts the built server with an empty data folder and uses it as a client does. It finds what tests of
// the sources cannot.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkNode, cli, ensureBuilt, ensureInstalled } from './prepare.mjs';

checkNode();
ensureInstalled();
ensureBuilt();

const START_SECONDS = 240;
const STOP_SECONDS = 20;
const email = 'smoke@example.com';
const password = 'a long walk on a quiet shore';
const dataDir = mkdtempSync(join(tmpdir(), 'authengine-smoke-'));
const port = await freePort();
const base = `http://127.0.0.1:${port}`;
let server;
let output = '';

try {
  await step('starts from an empty data folder and is ready', start);
  await step('publishes its OpenAPI document', openapi);
  await step('registers a user and mails a link', register);
  const user = await step('signs the user in and knows them', signIn);
  const key = await step('lets the super admin make a service key', serviceKey);
  await step('introspects a live token', () => introspect(key, user.token, (answer) => {
    assert.equal(answer.active, true);
    assert.equal(answer.user_id, user.id);
    assert.equal(answer.email, email);
  }));
  await step('ends the session at logout', () => logout(user.token));
  await step('answers exactly {"active":false} from then on', () => introspect(key, user.token, (answer) => assert.deepEqual(answer, { active: false })));
  await step('stops with 0 at SIGTERM', stop);
  await step('starts again on the same data', start);
  await step('still knows the user and the key', async () => {
    const again = await signIn();
    assert.equal(again.id, user.id);
    await introspect(key, again.token, (answer) => assert.equal(answer.user_id, user.id));
    await introspect(key, user.token, (answer) => assert.deepEqual(answer, { active: false }));
  });
  await step('stops with 0 at SIGTERM', stop);
} catch (error) {
  console.error(error instanceof assert.AssertionError ? error.message : error);
  console.error(`--- the server's last output\n${output.slice(-4000)}`);
  process.exitCode = 1;
} finally {
  if (server && server.exitCode === null && server.signalCode === null) server.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
}

async function step(name, work) {
  const began = Date.now();
  try {
    const result = await work();
    console.log(`ok      ${name} (${Date.now() - began} ms)`);
    return result;
  } catch (error) {
    console.log(`not ok  ${name}`);
    throw error;
  }
}

async function start() {
  // A new environment, without variables of this machine that could name a store or a secret.
  const env = { PATH: process.env.PATH, HOME: dataDir, NODE_ENV: 'development', PORT: String(port), HOST: '127.0.0.1', AUTHENGINE_DATA_DIR: dataDir };
  server = spawn(process.execPath, [cli, 'run'], { cwd: dataDir, env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => (output += chunk));
  const deadline = Date.now() + START_SECONDS * 1000;
  while (Date.now() < deadline) {
    assert.equal(server.exitCode, null, `the server ended with ${server.exitCode} before it was ready`);
    const answer = await fetch(`${base}/health/ready`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
    await sleep(100);
  }
  assert.fail(`not ready within ${START_SECONDS} s`);
}

async function stop() {
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  const [code, signal] = await Promise.race([ended, sleep(STOP_SECONDS * 1000, ['none', 'no end'], { ref: false })]);
  assert.deepEqual({ code, signal }, { code: 0, signal: null });
}

async function openapi() {
  const document = await call('GET', '/openapi.json', 200);
  assert.match(document.openapi, /^3\./);
  for (const path of ['/api/v1/auth/register', '/api/v1/auth/login', '/api/v1/auth/introspect', '/api/v1/me']) assert.ok(document.paths[path], `${path} is not in the document`);
}

async function register() {
  await call('POST', '/api/v1/auth/register', 202, { body: { email, password, first_name: 'Smoke' } });
  await call('POST', '/api/v1/auth/login', 401, { body: { email, password } });
  const token = await mailedToken();
  await call('POST', '/api/v1/auth/verify-email', 200, { body: { token } });
}

async function mailedToken() {
  for (let tries = 0; tries < 100; tries += 1) {
    const messages = await call('GET', `/dev/mailbox/messages?to=${encodeURIComponent(email)}`, 200);
    const token = messages.map(({ text }) => /#token=([^\s"<>&]+)/.exec(text)?.[1]).find(Boolean);
    if (token) return decodeURIComponent(token);
    await sleep(100);
  }
  assert.fail('no mail with a verification link came');
}

async function signIn() {
  const login = await call('POST', '/api/v1/auth/login', 200, { body: { email, password } });
  assert.equal(login.token_type, 'bearer');
  const me = await call('GET', '/api/v1/me', 200, { bearer: login.access_token });
  assert.equal(me.email, email);
  assert.equal(me.is_email_verified, true);
  return { id: me.id, token: login.access_token };
}

async function serviceKey() {
  const admin = { email: 'admin@authengine.test', password: readFileSync(join(dataDir, 'superadmin-password'), 'utf8').trim() };
  const login = await call('POST', '/api/v1/auth/login', 200, { body: admin });
  const made = await call('POST', '/api/v1/platform/service-keys', 201, { bearer: login.access_token, body: { service_name: 'smoke' } });
  assert.match(made.raw_key, /^ae_sk_[0-9a-f]{64}$/);
  return made.raw_key;
}

async function logout(bearer) {
  await call('POST', '/api/v1/auth/logout', 204, { bearer });
  const refusal = await call('GET', '/api/v1/me', 401, { bearer });
  assert.equal(refusal.status, 401);
  assert.equal(typeof refusal.code, 'string');
}

async function introspect(key, token, check) {
  await call('POST', '/api/v1/auth/introspect', 401, { body: { token } });
  check(await call('POST', '/api/v1/auth/introspect', 200, { headers: { 'x-api-key': key }, body: { token } }));
}

async function call(method, path, expected, { body, bearer, headers } = {}) {
  const answer = await fetch(base + path, {
    method,
    headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...(bearer ? { authorization: `Bearer ${bearer}` } : {}), ...headers },
    body: body ? JSON.stringify(body) : undefined,
    signal: AbortSignal.timeout(60_000),
  });
  const text = await answer.text();
  // A refusal contains no secret, so it is shown. A success may contain tokens, so it is not.
  assert.equal(answer.status, expected, `${method} ${path} answered ${answer.status}, not ${expected}${answer.ok ? '' : `: ${text.slice(0, 500)}`}`);
  return text === '' ? undefined : JSON.parse(text);
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port: free } = probe.address();
  probe.close();
  await once(probe, 'close');
  return free;
}
