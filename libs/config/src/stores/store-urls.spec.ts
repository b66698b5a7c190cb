import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../settings.js';

const load = (env: Record<string, string>) => loadSettings({ AUTHENGINE_DATA_DIR: mkdtempSync(join(tmpdir(), 'authengine-config-')), ...env });

describe('the address of a store', () => {
  it.each([
    ['REDIS_URL', 'rediss://user:secret@cache.example.com:6380/2'],
    ['REDIS_URL', 'redis+sentinel://h1:26379,h2:26379/main'],
    ['REDIS_URL', 'rediss+sentinel://:p%40ss@h1,h2,[2001:db8::7]:26379/main/1'],
    ['REDIS_URL', 'redis+cluster://h1:6379,h2:6379'],
    ['REDIS_URL', 'rediss+cluster://user:secret@10.0.0.1:6379,10.0.0.2:6379,10.0.0.3:6379'],
    ['MONGODB_URL', 'mongodb://user:secret@h1:27017,h2:27017,h3:27018/authengine?replicaSet=rs0'],
    ['MONGODB_URL', 'mongodb+srv://user:secret@cluster.example.com/authengine'],
    ['POSTGRES_URL', 'postgresql+asyncpg://user:secret@db.example.com:5432/authengine'],
  ])('%s may be %s', (name, value) => {
    expect(load({ [name]: value }).values).toMatchObject({ [name]: value.replace('+asyncpg', '') });
  });

  it.each([
    ['MONGODB_URL', 'mongodb://u%ff:50%@h1,h2/db', 'mongodb://u%25ff:50%25@h1,h2/db'],
    ['POSTGRES_URL', 'JDBC:PostgreSQL://h/db?user=u', 'postgresql://h/db?user=u'],
  ])('%s takes a %% that encodes nothing, and other spellings: %s', (name, value, meant) => {
    expect(load({ [name]: value }).values).toMatchObject({ [name]: meant });
  });

  it.each([
    ['REDIS_URL', 'redis://h1:6379,h2:6379'],
    ['REDIS_URL', 'redis+cluster://h1:6379,h2:port'],
    ['REDIS_URL', 'redis+cluster://h1:6379,h2:65536'],
    ['REDIS_URL', 'redis+cluster://h1:6379,,h2:6379'],
    ['REDIS_URL', 'redis+cluster://h1:6379,'],
    ['REDIS_URL', 'redis+cluster://'],
    ['REDIS_URL', 'h1:6379,h2:6379'],
    ['REDIS_URL', 'http://h1:6379,h2:6379'],
    ['MONGODB_URL', 'mongodb://h1:27017,h2:x/authengine'],
    ['MONGODB_URL', 'mongodb+srv://h1:27017,h2:27017/authengine'],
    ['MONGODB_URL', 'mongo://h1/authengine'],
  ])('%s is not %s', (name, value) => {
    expect(() => load({ [name]: value })).toThrow(new RegExp(`^The configuration has a fault:\\n  - ${name} must be a URL with `));
  });
});
