import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import type { z } from 'zod';
import type { ConfigurationError } from './configuration-error.js';
import { describeEnvironment, EnvironmentSchema } from './environment.js';
import { loadSettings } from './settings.js';

const folder = mkdtempSync(join(tmpdir(), 'authengine-config-'));
writeFileSync(join(folder, 'ca.pem'), rootCertificates[0] ?? '');
const key = randomBytes(32).toString('base64');

/** A value that each variable takes, where neither its default nor its example is one. */
const VALUES: Readonly<Record<string, string>> = {
  AUTHENGINE_DATA_DIR: folder,
  SECRET_KEY: key,
  JWT_SECRET_KEY: key,
  SECRET_KEYS_PREVIOUS: 'former-one,former-two',
  JWT_SECRET_KEYS_PREVIOUS: 'former-one,former-two',
  EMBEDDED_STORES: 'postgres,redis',
  SUPERADMIN_PASSWORD: 'vVx83-long-Quill',
  EMAIL_PROVIDER_API_KEY: 'SG.key',
  SMTP_CA_FILE: join(folder, 'ca.pem'),
  REDIRECT_ALLOWLIST: 'https://a.example,https://b.example',
  OIDC_PROVIDERS: 'gitlab',
  CORS_ORIGINS: 'https://a.example,https://b.example',
};

function settingsOf(env: Record<string, string>): Record<string, unknown> {
  const { values, providers } = loadSettings({ AUTHENGINE_DATA_DIR: folder, SUPERADMIN_PASSWORD: 'x'.repeat(12), ...env });
  return { ...values, openIdProviders: providers.filter(({ openId }) => openId).map(({ description, client, openId }) => ({ description, client, openId })) };
}

const OPENID_PROVIDER = { OIDC_PROVIDERS: 'gitlab', OIDC_GITLAB_ISSUER: 'https://gitlab.example', OIDC_GITLAB_CLIENT_ID: 'id', OIDC_GITLAB_CLIENT_SECRET: 'secret' };

const BUCKET = { AUDIT_ANCHOR_S3_URL: 'https://s3.example.com/anchors', AUDIT_ANCHOR_S3_ACCESS_KEY_ID: 'id', AUDIT_ANCHOR_S3_SECRET_ACCESS_KEY: 'the secret of it' };

/** With what the variable needs beside it. */
function withCompany(name: string, value: string): Record<string, string> {
  const provider = /^(GOOGLE|GITHUB|MICROSOFT)_CLIENT_/.exec(name)?.[1];
  const openId = /^OIDC_(PROVIDERS$|GITLAB_)/.test(name) ? OPENID_PROVIDER : {};
  return { ...openId, ...(provider ? { [`${provider}_CLIENT_ID`]: 'id', [`${provider}_CLIENT_SECRET`]: 'secret' } : {}), ...(name === 'AUDIT_ANCHOR_TOKEN' ? { AUDIT_ANCHOR_URL: 'https://anchors.example.com' } : {}), ...(name.startsWith('AUDIT_ANCHOR_S3_') ? BUCKET : {}), ...(name === 'WEBAUTHN_ORIGINS' ? { WEBAUTHN_RP_ID: 'example.com' } : {}), ...(name === 'WEBAUTHN_RP_ID' ? { APP_URL: 'https://auth.example.com' } : {}), [name]: value };
}

function takenBy(name: string, candidates: readonly (string | undefined)[]): string {
  const value = candidates.find((candidate) => {
    if (candidate === undefined || candidate === '') return false;
    try {
      settingsOf(withCompany(name, candidate));
      return true;
    } catch {
      return false;
    }
  });
  if (value === undefined) throw new Error(`${name} needs a value in VALUES`);
  return value;
}

describe('white space at the ends of a variable', () => {
  const variables = describeEnvironment().map(({ name, defaultValue, example }) => [name, takenBy(name, [VALUES[name], defaultValue, example, 'https://app.example.com/page', 'some-name'])] as const);

  it.each(variables)('is no part of %s', (name, value) => {
    const meant = settingsOf(withCompany(name, value));
    for (const written of [`${value}\n`, `${value}\r\n`, ` \t${value} `, `\uFEFF${value}\u00A0`]) {
      expect(settingsOf(withCompany(name, written))).toEqual(meant);
    }
    if (Array.isArray((EnvironmentSchema.shape as Readonly<Record<string, z.ZodType>>)[name]?.safeParse(value).data)) {
      expect(settingsOf(withCompany(name, `${value.split(',').join(' \n,\t ')},\n`))).toEqual(meant);
    }
  });

  it('alone leaves a variable unset', () => {
    const unset = settingsOf({});
    for (const [name] of variables.filter(([name]) => name !== 'AUTHENGINE_DATA_DIR' && name !== 'SUPERADMIN_PASSWORD')) expect(settingsOf({ [name]: ' \n' })).toEqual(unset);
  });

  it('is no part of a secret in the data folder either', () => {
    const file = join(folder, 'secrets.json');
    const before = settingsOf({})['SECRET_KEY'];
    const secrets = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    writeFileSync(file, JSON.stringify(Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, ` ${value}\n`]))));
    expect(settingsOf({})['SECRET_KEY']).toBe(before);
  });

  it('in a key leaves what it signed readable once the key is a former one', () => {
    for (const [current, former] of [['SECRET_KEY', 'SECRET_KEYS_PREVIOUS'], ['JWT_SECRET_KEY', 'JWT_SECRET_KEYS_PREVIOUS']] as const) {
      const written = `  ${key}\n`;
      expect(settingsOf({ [former]: `other,${written}` })[former]).toContain(settingsOf({ [current]: written })[current]);
    }
  });
});

describe('a key with a comma, which could not be listed as a former one later', () => {
  it.each(['SECRET_KEY', 'JWT_SECRET_KEY'])('is refused now: %s', (name) => {
    let faults: readonly string[] = [];
    try {
      settingsOf({ [name]: `${key},${key}` });
    } catch (error) {
      faults = (error as ConfigurationError).faults;
    }
    expect(faults).toEqual([expect.stringMatching(`^${name} must have no comma, which separates the keys of ${name}S_PREVIOUS`)]);
    expect(faults.join()).not.toContain(key);
  });
});
