import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings, type Settings } from '@authengine/config';
import type { Extension } from '@authengine/contracts';

/** Passwords are hashed at bcrypt's lowest cost here, so that tests spend their time on behaviour. */
const TEST_ENVIRONMENT = {
  NODE_ENV: 'test',
  LOG_LEVEL: 'silent',
  PORT: '0',
  APP_URL: 'http://auth.test',
  BCRYPT_COST: '4',
  SECRET_KEY: 'test-only secret key of 32 bytes or more: 7Qm2xV9rK4',
  JWT_SECRET_KEY: 'test-only token key of 32 bytes or more: b8Wn3yL6tZ1',
  SUPERADMIN_EMAIL: 'root@auth.test',
  SUPERADMIN_PASSWORD: 'quiet-Harbour-77-lantern',
  RATE_LIMIT_PER_MINUTE: '1000000',
  OIDC_RATE_LIMIT_PER_MINUTE: '1000000',
  OIDC_APPLICATION_RATE_LIMIT_PER_MINUTE: '1000000',
  // Loading and compiling modules holds up the event loop of a test for longer than anything does in production.
  EVENT_LOOP_DELAY_MS: '60000',
} as const;

/** Settings of a test: the fixed ones above, real Redis and MongoDB where the run names them, and what the test asks for. */
export function testSettings(overrides: Readonly<Record<string, string | undefined>> = {}, extensions: readonly Extension[] = []): Settings {
  const env = {
    ...TEST_ENVIRONMENT,
    AUTHENGINE_DATA_DIR: mkdtempSync(join(tmpdir(), 'authengine-test-')),
    REDIS_URL: testRedisUrl(),
    MONGODB_URL: testMongoUrl(),
    ...overrides,
  };
  return loadSettings(env, extensions);
}

/** On a real Redis, a numbered database of this worker's own. */
export function testRedisUrl(): string | undefined {
  const server = process.env['TEST_REDIS_URL'];
  if (!server) return undefined;
  const url = new URL(server);
  url.pathname = `/${process.env['JEST_WORKER_ID'] ?? '0'}`;
  return url.href;
}

/** On a real MongoDB, a database of this test file's own. */
function testMongoUrl(): string | undefined {
  const server = process.env['TEST_MONGODB_URL'];
  if (!server) return undefined;
  const url = new URL(server);
  url.pathname = `/authengine_test_${randomUUID()}`;
  return url.href;
}
