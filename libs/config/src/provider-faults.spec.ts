import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from './configuration-error.js';
import { loadSettings } from './settings.js';

const PRODUCTION = {
  NODE_ENV: 'production',
  APP_URL: 'https://auth.example.com',
  SECRET_KEY: 'vR8-mLq2_Zx7wTn4yHc9Kd1pJf6sGb3e',
  JWT_SECRET_KEY: 'Qw5-eRt8_yUi2oPa6sDf9gHj3kLz7xCv',
  SUPERADMIN_EMAIL: 'root@example.com',
  SUPERADMIN_PASSWORD: 'quiet-Harbour-77-lantern',
  EMBEDDED_STORES: 'postgres,redis,mongodb',
  EMAIL_PROVIDER: 'smtp',
  SMTP_URL: 'smtps://mail.example.com',
  EMAIL_SENDER: 'no-reply@example.com',
};

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    loadSettings({ AUTHENGINE_DATA_DIR: mkdtempSync(join(tmpdir(), 'authengine-config-')), ...env });
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}

describe('the settings of social login', () => {
  it.each(['GOOGLE', 'GITHUB', 'MICROSOFT'])('%s has its id and its secret, or neither', (provider) => {
    expect(faultsOf({ [`${provider}_CLIENT_ID`]: 'id-value' })).toEqual([`${provider}_CLIENT_SECRET is needed with ${provider}_CLIENT_ID`]);
    expect(faultsOf({ [`${provider}_CLIENT_SECRET`]: 'secret-value' })).toEqual([`${provider}_CLIENT_ID is needed with ${provider}_CLIENT_SECRET`]);
    expect(faultsOf({ [`${provider}_CLIENT_ID`]: 'id', [`${provider}_CLIENT_SECRET`]: 'secret' })).toEqual([]);
  });

  it('in production every endpoint of a provider is on TLS', () => {
    expect(faultsOf(PRODUCTION)).toEqual([]);
    expect(faultsOf({ ...PRODUCTION, GOOGLE_JWKS_URL: 'http://keys.example.com', GITHUB_EMAILS_URL: 'http://emails.example.com' })).toEqual(['GOOGLE_JWKS_URL must be an https URL', 'GITHUB_EMAILS_URL must be an https URL']);
  });

  it('RD-01 tokens go to origins on TLS, and to this machine in development only', () => {
    const allowing = (...origins: string[]) => ({ REDIRECT_ALLOWLIST: origins.join(',') });
    expect(faultsOf(allowing('https://app.example.com', 'http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'))).toEqual([]);
    for (const origin of ['http://app.example.com', 'http://localhost.evil.com', 'http://127.0.0.2', 'ftp://app.example.com']) {
      expect(faultsOf(allowing(origin))).toEqual(['REDIRECT_ALLOWLIST must name https origins (or http://localhost in development)']);
    }
    expect(faultsOf({ ...PRODUCTION, ...allowing('http://localhost:3000') })).toEqual(['REDIRECT_ALLOWLIST must name https origins']);
  });
});
