import { randomBytes } from 'node:crypto';
import { ConfigurationError } from './configuration-error.js';
import { loadSettings } from './settings.js';

const GOOD = {
  NODE_ENV: 'production',
  SECRET_KEY: randomBytes(32).toString('base64'),
  JWT_SECRET_KEY: randomBytes(32).toString('hex'),
  APP_URL: 'https://auth.example.com',
  POSTGRES_URL: 'postgresql://localhost/authengine',
  REDIS_URL: 'redis://localhost',
  MONGODB_URL: 'mongodb://localhost/authengine',
  SUPERADMIN_EMAIL: 'root@example.com',
  SUPERADMIN_PASSWORD: 'vVx83-long-Quill',
  EMAIL_PROVIDER: 'smtp',
  SMTP_URL: 'smtp://localhost',
  EMAIL_SENDER: 'auth@example.com',
};

function faults(given: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    loadSettings({ ...GOOD, ...given });
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}

describe('a start in production', () => {
  it('takes settings that are whole, whatever is random in them', () => {
    expect(faults({})).toEqual([]);
    // Each start takes a while to judge the password, so it takes many keys at once.
    const keys = (encoding: 'hex' | 'base64url', bytes: number): string => Array.from({ length: 20 }, () => randomBytes(bytes).toString(encoding)).join();
    for (let i = 0; i < 40; i += 1) {
      expect(faults({ SECRET_KEYS_PREVIOUS: keys('hex', 32), JWT_SECRET_KEYS_PREVIOUS: keys('base64url', 24), SUPERADMIN_PASSWORD: randomBytes(12).toString('base64url') })).toEqual([]);
    }
  });

  it.each(['devRg8dsn15jzSrL5hwn3a8kEn2PacI4fnNBqZ8DH6Y=', 'Test-q0ZsWm2LfXc7uRk9VbTn4HyJd6PgEa1', 'ADMINx7Qm2V9rK4tZ1b8Wn3yL6uHc5Jd0PgE'])('takes the random key %s, whatever it begins with by chance', (key) => {
    expect(faults({ SECRET_KEY: key, SECRET_KEYS_PREVIOUS: `${key}0` })).toEqual([]);
  });

  it('names every missing variable at once', () => {
    const nothing = Object.fromEntries(Object.keys(GOOD).map((name) => [name, undefined]));
    const told = faults({ ...nothing, NODE_ENV: 'production' }).join('\n');
    for (const name of ['SECRET_KEY', 'JWT_SECRET_KEY', 'APP_URL', 'POSTGRES_URL', 'REDIS_URL', 'MONGODB_URL', 'SUPERADMIN_PASSWORD', 'EMAIL_PROVIDER', 'EMAIL_SENDER']) expect(told).toContain(name);
  });

  it('tells a mistyped variable beside what else is wrong, and each once', () => {
    expect(faults({ PORT: 'eighty', SECRET_KEY: undefined, CORS_ORIGINS: '*', APP_URL: 'auth.example.com' })).toEqual([
      'PORT must be a whole number',
      expect.stringMatching(/^APP_URL must be a URL/),
      'SECRET_KEY is missing',
      'CORS_ORIGINS must name origins, not *',
    ]);
  });

  it.each([
    ['APP_URL', 'http://auth.example.com'],
    ['APP_URL', 'https://ada:pa55word@auth.example.com'],
    ['APP_URL', 'https://auth.example.com/?realm=1'],
    ['MAGIC_LINK_URL', 'http://app.example.com/link'],
    ['EMAIL_PROVIDER', 'console'],
    ['CORS_ORIGINS', '*'],
    ['BCRYPT_COST', '9'],
    ['WEBHOOKS_TO_PRIVATE_ADDRESSES', 'true'],
    ['SECRET_KEY', 'short'],
    ['METRICS_TOKEN', 'a-long-random-text'],
    ['SECRET_KEYS_PREVIOUS', 'short'],
    ['SECRET_KEY', GOOD.JWT_SECRET_KEY],
    ['SUPERADMIN_PASSWORD', GOOD.SECRET_KEY],
    ['POSTGRES_URL', ''],
  ])('refuses %s=%s, and does not repeat the value', (name, value) => {
    const told = faults({ [name]: value }).join('\n');
    expect(told).toContain(name);
    if (value.length > 10) expect(told).not.toContain(value);
  });

  it.each(['0.0.0.0/0', '::/0', '127.0.0.1/0', '0.0.0.0/1,128.0.0.0/1', '::ffff:0:0/96', '::/1,8000::/1', '0.0.0.0', '::', '0.0.0.0/0.0.0.0', '10.0.0.0/8 0.0.0.0/0', '::ffff:0:0/95', '::/64', '[::]/0'])('refuses proxies trusted without bounds: %s', (ranges) => {
    expect(faults({ TRUSTED_PROXIES: ranges })).toEqual(['TRUSTED_PROXIES must be bounded']);
  });

  it.each(['10.0.0.0/8', '172.16.0.0/12', 'fc00::/7', '2001:db8::/32', '127.0.0.1', '::1', '::ffff:10.0.0.0/104', '10.0.0.0/255.0.0.0', '[fd00::]/8', 'loopback, uniquelocal', '10.0.0.4 10.0.0.5'])('takes the proxies %s', (ranges) => {
    expect(faults({ TRUSTED_PROXIES: ranges })).toEqual([]);
  });

  it.each([
    'Superadmin123!', 'SuperAdmin@123', 'changeme123456', 'changemechangeme', 'Password1234!', 'P@ssw0rd1234!', 'administrator', 'AuthEngine123!',
    'qwertyuiop123', 'aaaaaaaaaaaa', '123456789012', 'root@example.com',
  ])('refuses the well-known super admin password %s', (password) => {
    expect(faults({ SUPERADMIN_PASSWORD: password }).join()).toMatch(/^SUPERADMIN_PASSWORD is a well-known value/);
  });

  it.each(['YourStrongPassword123!', 'ChangeThisStrongPassword123!', 'MyVerySecureAdminPassword!2025'])('refuses what tutorials print, as the password and in the keys: %s', (printed) => {
    expect(faults({ SUPERADMIN_PASSWORD: printed })).toEqual(['SUPERADMIN_PASSWORD is a well-known value']);
    for (const name of ['SECRET_KEY', 'JWT_SECRET_KEY', 'SECRET_KEYS_PREVIOUS', 'JWT_SECRET_KEYS_PREVIOUS']) {
      expect(faults({ [name]: `${printed}-please-use-another-secret-key` })).toEqual([expect.stringMatching(new RegExp(`^${name} is (?:not random enough|a well-known value)$`))]);
    }
  });

  it.each(['zaq1xsw2cde3vfr4', 'root@example.com1', 'example-root-2024', 'dragonmaster1987'])('refuses a super admin password that few guesses find: %s', (password) => {
    expect(faults({ SUPERADMIN_PASSWORD: password })).toEqual([expect.stringMatching(/^SUPERADMIN_PASSWORD is (?:guessed too easily|a well-known value)$/)]);
  });

  it.each(['seven herons over the estuary', 'Xk9#vLq2@tWz', 'gate-lemur-oxide-prawn', '8352-9471-6620-1845', 'dQw4w9WgXcQ-7b'])('takes the super admin password %s', (password) => {
    expect(faults({ SUPERADMIN_PASSWORD: password })).toEqual([]);
  });

  it.each([
    'secret'.repeat(8), 'super-secret-key-that-is-long-enough-123', 'insecure-default-secret-key-for-development', 'mysecretkeymysecretkeymysecretkey12',
    'changeme-'.padEnd(40, '0123456789'), 'dev-secret-key-not-for-production-2024-01', 'test-only-key-'.repeat(3), 'abcdefghijklmnopqrstuvwxyz0123456789', '0123456789'.repeat(4), 'a'.repeat(64),
  ])('refuses the key %s', (key) => {
    expect(faults({ SECRET_KEY: key }).join()).toMatch(/^SECRET_KEY is (?:not random enough|a well-known value)$/);
  });
});
