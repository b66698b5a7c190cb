// Users, sessions and permissions by the million, put into the stores as the product itself writes them: rows by SQL,
// cache entries and tokens by the product's own functions.
import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import { AccessTokenKeys } from '../../dist/libs/crypto/src/access-tokens/access-token-keys.js';
import { accessTokenJwt } from '../../dist/libs/crypto/src/access-tokens/access-token-jwt.js';
import { AccessTokens } from '../../dist/libs/crypto/src/access-tokens/access-tokens.js';
import { userEntry } from '../../dist/libs/directory/src/users/user-entry.js';
import { SystemClock } from '../../dist/libs/kernel/src/index.js';
import { encodeEntry } from '../../dist/libs/persistence/src/cache/cache-store.js';
import { liveSessionEntry } from '../../dist/libs/sessions/src/sessions/session-entry.js';
import { APP_URL, JWT_SECRET_KEY } from '../bench.mjs';

const SESSIONS_OF_USER = 5;
const LIFETIME_MINUTES = 120;
const HOUR_MS = 3_600_000;
const AT_ONCE = 5_000;

/** UUIDs that follow from their number, here and in SQL alike. */
function idOf(kind, i) {
  const hex = createHash('md5').update(`${kind}${i}`).digest('hex');
  const uuid = `${hex.slice(0, 12)}7${hex.slice(13, 16)}8${hex.slice(17)}`;
  return uuid.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
const id = (kind, i) => `overlay(overlay(md5('${kind}' || (${i})) placing '7' from 13) placing '8' from 17)::uuid`;

const ofSession = (i) => idOf('grown', Math.floor(i / SESSIONS_OF_USER));

function signer() {
  const keys = new AccessTokenKeys(JWT_SECRET_KEY, []);
  const settings = { values: { APP_URL, ACCESS_TOKEN_EXPIRE_MINUTES: LIFETIME_MINUTES } };
  return new AccessTokens(settings, keys, accessTokenJwt(keys), new SystemClock());
}

/** Tokens of `count` sessions, evenly out of the first `sessions`. */
export function tokensOf(sessions, count) {
  const tokens = signer();
  return Array.from({ length: count }, (_, n) => {
    const i = Math.floor((n * sessions) / count);
    return tokens.sign({ sub: ofSession(i), sid: idOf('session', i) }).token;
  });
}

/** Sessions `from` to `until`, of five to a user, in PostgreSQL and in the cache; resolves to Redis' bytes for each. */
export async function growSessions(client, redisUrl, from, until) {
  const [first, last] = [from / SESSIONS_OF_USER, until / SESSIONS_OF_USER - 1];
  await client.query('BEGIN');
  await client.query('SET LOCAL synchronous_commit = off');
  await client.query(`INSERT INTO users (id, email, first_name, status, email_verified_at, auth_strategies, created_at)
    SELECT ${id('grown', 'i')}, 'grown-' || i || '@example.com', 'Grown', 'ACTIVE', now(), '{email_password}', now() FROM generate_series(${first}, ${last}) i`);
  await client.query(`INSERT INTO sessions (id, user_id, auth_strategy, rotated_at, authenticated_at, created_at, last_seen_at, idle_expires_at, expires_at)
    SELECT ${id('session', 'i')}, ${id('grown', `i / ${SESSIONS_OF_USER}`)}, 'email_password', now(), now(), now(), now(), now() + interval '7 days', now() + interval '30 days'
      FROM generate_series(${from}, ${until - 1}) i`);
  await client.query('COMMIT');
  await client.query('ANALYZE users, sessions');
  const redis = new Redis(redisUrl);
  const before = await usedMemory(redis);
  const liveUntilMs = Date.now() + 7 * 24 * HOUR_MS;
  for (let i = from; i < until; i += AT_ONCE) {
    const pipeline = redis.pipeline();
    for (let n = i; n < Math.min(i + AT_ONCE, until); n += 1) {
      const user = ofSession(n);
      put(pipeline, liveSessionEntry(idOf('session', n), { userId: user, authStrategy: 'email_password', liveUntilMs }));
      if (n % SESSIONS_OF_USER === 0) put(pipeline, userEntry({ id: user, version: 1, status: 'ACTIVE' }));
    }
    await pipeline.exec();
  }
  const bytes = (await usedMemory(redis)) - before;
  redis.disconnect();
  return bytes / (until - from);
}

function put(pipeline, { key, version, value }) {
  pipeline.set(`ae:c:${key}`, encodeEntry(version, value), 'PX', LIFETIME_MINUTES * 60_000);
}

async function usedMemory(redis) {
  return Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))[1]);
}

/**
 * 100 users of `tenants` tenants each, who hold `permissions` permissions in the first of them; resolves to that tenant, and a
 * token of each for it. `kind` keeps them apart from others.
 */
export async function growAccess(client, kind, { tenants, permissions }) {
  const users = 100;
  const statements = [
    `INSERT INTO permissions (name, description, scope) SELECT 'bench.p' || lpad(i::text, 5, '0'), 'Seeded', 'TENANT' FROM generate_series(1, ${permissions}) i ON CONFLICT DO NOTHING`,
    `INSERT INTO users (id, email, first_name, status, email_verified_at, auth_strategies, created_at)
     SELECT ${id(kind, 'i')}, '${kind}-' || i || '@example.com', 'Grown', 'ACTIVE', now(), '{email_password}', now() FROM generate_series(0, ${users - 1}) i`,
    `INSERT INTO tenants (id, name, type, status, owner_id) SELECT ${id(`${kind}-tenant`, 'i')}, '${kind} ' || i, 'CUSTOMER', 'ACTIVE', ${id(kind, '0')} FROM generate_series(0, ${tenants - 1}) i`,
    `INSERT INTO memberships (tenant_id, user_id) SELECT ${id(`${kind}-tenant`, 't')}, ${id(kind, 'u')} FROM generate_series(0, ${tenants - 1}) t CROSS JOIN generate_series(0, ${users - 1}) u`,
    `INSERT INTO roles (id, name, scope, level, tenant_id) VALUES (${id(`${kind}-role`, '0')}, 'GROWN', 'TENANT', 20, ${id(`${kind}-tenant`, '0')})`,
    `INSERT INTO role_permissions (role_id, permission_name) SELECT ${id(`${kind}-role`, '0')}, 'bench.p' || lpad(i::text, 5, '0') FROM generate_series(1, ${permissions}) i`,
    `INSERT INTO role_assignments (id, user_id, tenant_id, role_id) SELECT gen_random_uuid(), ${id(kind, 'u')}, ${id(`${kind}-tenant`, '0')}, ${id(`${kind}-role`, '0')} FROM generate_series(0, ${users - 1}) u`,
    `INSERT INTO sessions (id, user_id, tenant_id, auth_strategy, rotated_at, authenticated_at, created_at, last_seen_at, idle_expires_at, expires_at)
     SELECT ${id(`${kind}-session`, 'u')}, ${id(kind, 'u')}, ${id(`${kind}-tenant`, '0')}, 'email_password', now(), now(), now(), now(), now() + interval '7 days', now() + interval '30 days' FROM generate_series(0, ${users - 1}) u`,
  ];
  for (const statement of statements) await client.query(statement);
  const tokens = signer();
  const tenantId = idOf(`${kind}-tenant`, 0);
  return { tenantId, tokens: Array.from({ length: users }, (_, u) => tokens.sign({ sub: idOf(kind, u), sid: idOf(`${kind}-session`, u), tid: tenantId }).token) };
}
