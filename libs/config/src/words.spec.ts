import { ConfigurationError } from './configuration-error.js';
import { EnvironmentSchema } from './environment.js';
import { loadSettings } from './settings.js';

const parsed = (given: Record<string, string>) => EnvironmentSchema.parse(given);

describe('a variable with a choice of words', () => {
  it.each(['true', 'TRUE', 'True', '1', 'yes', 'on', 'ON'])('is true as %s', (text) => {
    expect(parsed({ HSTS_INCLUDE_SUBDOMAINS: text, MIGRATE_ON_START: text })).toMatchObject({ HSTS_INCLUDE_SUBDOMAINS: true, MIGRATE_ON_START: true });
    expect(parsed({ API_DOCS: text }).API_DOCS).toBe('on');
  });

  it.each(['false', 'False', '0', 'no', 'off', 'Off'])('is false as %s', (text) => {
    expect(parsed({ HSTS_INCLUDE_SUBDOMAINS: text, MIGRATE_ON_START: text })).toMatchObject({ HSTS_INCLUDE_SUBDOMAINS: false, MIGRATE_ON_START: false });
    expect(parsed({ API_DOCS: text }).API_DOCS).toBe('off');
  });

  it('is taken in either case', () => {
    expect(parsed({ LOG_LEVEL: 'INFO', EMAIL_PROVIDER: 'Smtp', SMTP_TLS: 'VERIFY', EMBEDDED_STORES: 'Postgres, REDIS' })).toMatchObject({ LOG_LEVEL: 'info', EMAIL_PROVIDER: 'smtp', SMTP_TLS: 'verify', EMBEDDED_STORES: ['postgres', 'redis'] });
  });

  it.each([['HSTS_INCLUDE_SUBDOMAINS', 'maybe'], ['MIGRATE_ON_START', '2'], ['API_DOCS', 'public'], ['LOG_LEVEL', 'loud'], ['EMAIL_PROVIDER', 'pigeon'], ['SMTP_TLS', 'on'], ['EMBEDDED_STORES', 'oracle'], ['NODE_ENV', 'Production']])('is refused by name: %s=%s', (name, value) => {
    try {
      loadSettings({ [name]: value });
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigurationError);
      expect((error as ConfigurationError).faults.join('\n')).toContain(name);
      return;
    }
    throw new Error('it was taken');
  });
});
