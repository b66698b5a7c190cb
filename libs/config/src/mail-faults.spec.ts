import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { ConfigurationError } from './configuration-error.js';
import { loadSettings } from './settings.js';

const folder = mkdtempSync(join(tmpdir(), 'authengine-config-'));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const [CERTIFICATE = ''] = rootCertificates;

function faults(env: Record<string, string>): readonly string[] {
  try {
    loadSettings({ AUTHENGINE_DATA_DIR: folder, ...env });
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}

describe('the settings of mail', () => {
  it.each([
    [{ EMAIL_PROVIDER: 'smtp' }, 'SMTP_URL is needed'],
    [{ EMAIL_PROVIDER: 'sendgrid' }, 'EMAIL_PROVIDER_API_KEY is needed'],
    [{ EMAIL_PROVIDER: 'smtp', SMTP_URL: 'smtp://ada@relay' }, 'SMTP_URL has a user and no password'],
    [{ EMAIL_PROVIDER: 'smtp', SMTP_URL: 'smtp://:S3cret@relay' }, 'SMTP_URL has a password and no user'],
    [{ EMAIL_PROVIDER: 'smtp', SMTP_URL: 'smtp://relay?tls=false' }, 'SMTP_URL must not have the parameter tls'],
    [{ EMAIL_PROVIDER: 'smtp', SMTP_URL: 'smtps://relay', SMTP_TLS: 'off' }, 'SMTP_TLS=off contradicts SMTP_URL'],
    [{ EMAIL_PROVIDER: 'smtp', SMTP_URL: 'smtp://relay:465', SMTP_TLS: 'off' }, 'SMTP_TLS=off contradicts SMTP_URL'],
    [{ EMAIL_PROVIDER: 'smtp', SMTP_URL: 'smtp://relay?requireTLS=false', SMTP_TLS: 'verify' }, 'SMTP_TLS says what requireTLS'],
    [{ EMAIL_PROVIDER: 'smtp', SMTP_URL: 'smtp://relay', SMTP_TLS: 'none' }, 'SMTP_TLS must be verify, opportunistic or off'],
    [{ SMTP_CA_FILE: file('ca.pem', CERTIFICATE), SMTP_TLS: 'opportunistic' }, 'SMTP_CA_FILE is not used with SMTP_TLS=opportunistic'],
    [{ SMTP_CA_FILE: join(folder, 'none.pem') }, 'SMTP_CA_FILE must name a file that can be read (ENOENT)'],
    [{ SMTP_CA_FILE: folder }, 'SMTP_CA_FILE must name a file that can be read (EISDIR)'],
    [{ SMTP_CA_FILE: file('empty.pem', '') }, 'SMTP_CA_FILE must name a file with certificates in PEM; it holds none'],
    [{ SMTP_CA_FILE: file('broken.pem', CERTIFICATE.replace('MII', 'x')) }, 'SMTP_CA_FILE must name a file with certificates in PEM; one of them cannot be read'],
  ])('%j is refused by name', (env, fault) => {
    expect(faults(env)).toEqual([expect.stringContaining(fault)]);
    expect(faults(env).join()).not.toMatch(/S3cret|authengine-config/);
  });

  it.each([
    [{ EMAIL_PROVIDER: 'smtp', SMTP_URL: 'smtp://relay', SMTP_TLS: 'off' }],
    [{ EMAIL_PROVIDER: 'smtp', SMTP_URL: 'smtps://u:p@relay', SMTP_TLS: 'opportunistic' }],
    [{ EMAIL_PROVIDER: 'smtp', SMTP_URL: 'smtp://u:p@relay', SMTP_TLS: 'verify', SMTP_CA_FILE: file('two.pem', `# ours\n${CERTIFICATE}\n\n${CERTIFICATE.replaceAll('\n', '\r\n')}\n`) }],
    [{ EMAIL_PROVIDER: 'sendgrid', EMAIL_PROVIDER_API_KEY: 'SG.key' }],
  ])('%j is not', (env) => {
    expect(faults(env)).toEqual([]);
  });
});
