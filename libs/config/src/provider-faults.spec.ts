import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineExtension, type Extension, type LoginProvider } from '@authengine/contracts';
import { z } from 'zod';
import { ConfigurationError } from './configuration-error.js';
import { loadSettings } from './settings.js';
import { setting } from './variable-docs.js';

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

function faultsOf(env: Record<string, string>, extensions: readonly Extension[] = []): readonly string[] {
  try {
    loadSettings({ AUTHENGINE_DATA_DIR: mkdtempSync(join(tmpdir(), 'authengine-config-')), ...env }, extensions);
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
    for (const native of ['com.example.app:/callback', 'http://127.0.0.1', 'http://[::1]']) expect(faultsOf({ ...PRODUCTION, ...allowing(native) })).toEqual([]);
    for (const unsafe of ['myapp:/callback', 'javascript:alert(1)', 'file:///x', 'com.example.app:/callback#x']) expect(faultsOf(allowing(unsafe))[0]).toContain('REDIRECT_ALLOWLIST must be origins');
    expect(faultsOf({ ...PRODUCTION, ...allowing('http://localhost:3000') })).toEqual(['REDIRECT_ALLOWLIST must name https origins']);
  });
});

describe('a provider of an extension', () => {
  const provider = (name: string): LoginProvider => ({
    name,
    title: 'Forge',
    endpoints: { authorization: 'https://forge.test/authorize', token: 'https://forge.test/token', userinfo: 'https://forge.test/me' },
    scope: ['read'],
    identity: ({ id }) => ({ subject: id }),
  });
  const forge = defineExtension({ name: 'forge', providers: [provider('forge')] });

  it('has its settings, and the same checks as every provider', () => {
    expect(faultsOf({ FORGE_CLIENT_ID: 'id' }, [forge])).toEqual(['FORGE_CLIENT_SECRET is needed with FORGE_CLIENT_ID']);
    expect(faultsOf({ FORGE_CLIENT_SECRET: 'secret' }, [forge])).toEqual(['FORGE_CLIENT_ID is needed with FORGE_CLIENT_SECRET']);
    expect(faultsOf({ FORGE_TOKEN_URL: 'canary' }, [forge])).toEqual(['FORGE_TOKEN_URL must be a URL with http: or https:']);
    expect(faultsOf({ ...PRODUCTION, FORGE_USERINFO_URL: 'http://forge.internal/me' }, [forge])).toEqual(['FORGE_USERINFO_URL must be an https URL']);
    const insecure = { ...provider('forge'), endpoints: { ...provider('forge').endpoints, token: 'http://forge.test/token' } };
    expect(faultsOf(PRODUCTION, [defineExtension({ name: 'forge', providers: [insecure] })])).toEqual(['FORGE_TOKEN_URL must be an https URL']);
    expect(faultsOf(PRODUCTION, [forge])).toEqual([]);
    const nowhere = { ...provider('forge'), endpoints: { ...provider('forge').endpoints, token: 'forge.test/token' } };
    expect(faultsOf({}, [defineExtension({ name: 'forge', providers: [nowhere] })])).toEqual(['FORGE_TOKEN_URL must be an https URL']);
  });

  it('has a name of its own', () => {
    const named = (...names: string[]) => faultsOf({}, [forge, defineExtension({ name: 'other', providers: names.map(provider) })]);
    expect(named('forge')).toEqual(['provider forge is there twice']);
    expect(named('google')).toEqual(['provider google is there twice']);
    expect(named('Forge-2')).toEqual([expect.stringContaining('provider Forge-2 must be named')]);
    expect(named('magic_link', 'accounts')).toEqual([expect.stringContaining('provider magic_link needs another name'), expect.stringContaining('provider accounts needs another name')]);
    expect(named('smtp')).toEqual([]);
  });

  it('has no variable that another extension has', () => {
    const config = z.object({ OTHER_CLIENT_ID: setting(z.string().optional(), { about: 'Something else' }) });
    expect(faultsOf({}, [defineExtension({ name: 'other', config }), defineExtension({ name: 'forge', providers: [provider('other')] })])).toEqual(['setting OTHER_CLIENT_ID of extension forge is one of extension other']);
  });
});
