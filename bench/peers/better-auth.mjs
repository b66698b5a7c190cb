// better-auth with its sessions in Redis beside PostgreSQL, and sessions of many users that it is then asked about. Runs
// in a folder where npm has installed it.
import { createServer } from 'node:http';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { Redis } from 'ioredis';
import pg from 'pg';

const USERS = 20;
const SESSIONS_OF_EACH = 10;
const base = `http://127.0.0.1:${process.env.PORT}`;
const redis = new Redis(process.env.REDIS_URL, { keyPrefix: 'bench:better-auth:' });
const options = {
  baseURL: base,
  secret: 'bench-only secret of better-auth: 7Qm2xV9rK4b8Wn3',
  database: new pg.Pool({ connectionString: process.env.POSTGRES_URL }),
  secondaryStorage: {
    get: (key) => redis.get(key),
    set: (key, value, ttl) => (ttl ? redis.set(key, value, 'EX', ttl) : redis.set(key, value)),
    delete: (key) => redis.del(key),
  },
  // The cost of a hash is measured elsewhere.
  emailAndPassword: { enabled: true, password: { hash: (password) => Promise.resolve(password), verify: ({ hash, password }) => Promise.resolve(hash === password) } },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { disabled: true },
};
await (await getMigrations(options)).runMigrations();
const auth = betterAuth(options);
const cookies = [];
for (let user = 0; user < USERS; user += 1) {
  const body = { email: `user-${user}@example.com`, password: 'a long walk on a quiet shore', name: 'Bench' };
  await auth.api.signUpEmail({ body });
  for (let i = 0; i < SESSIONS_OF_EACH; i += 1) {
    const { headers } = await auth.api.signInEmail({ body, returnHeaders: true });
    cookies.push(headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; '));
  }
}
const handle = toNodeHandler(auth);
createServer((request, response) => {
  if (request.url === '/bench/tokens') response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(cookies));
  else void handle(request, response);
}).listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
