// better-auth is no package of this repository: npm installs it into a folder of the run.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGES = ['better-auth@1.7.25', 'ioredis@5.11.1', 'pg@8.23.1'];

/** The server and its requests, or why there is none. */
export async function betterAuth(bench) {
  if (!bench.stores.redisUrl) return 'there is no Redis here';
  const folder = join(bench.env.AUTHENGINE_DATA_DIR, 'peer-better-auth');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  console.log(`installing ${PACKAGES[0]} …`);
  const installed = spawnSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...PACKAGES], { cwd: folder, encoding: 'utf8', timeout: 180_000 });
  if (installed.status !== 0) return 'npm could not install it';
  copyFileSync(join(import.meta.dirname, 'better-auth.mjs'), join(folder, 'server.mjs'));
  const server = await bench.start('better-auth', [join(folder, 'server.mjs')], '/bench/tokens');
  const cookies = await (await fetch(`${server.base}/bench/tokens`)).json();
  const requests = cookies.map((cookie) => ({ method: 'GET', path: '/api/auth/get-session', headers: { cookie } }));
  return { name: 'better-auth', server, requests, expect: (body) => body.includes('"session":{') };
}
