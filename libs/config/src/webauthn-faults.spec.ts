import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from './configuration-error.js';
import { loadSettings } from './settings.js';

const BASE = { NODE_ENV: 'test', APP_URL: 'https://auth.example.com', AUTHENGINE_DATA_DIR: mkdtempSync(join(tmpdir(), 'authengine-test-')) };

function faults(given: Readonly<Record<string, string>>): string {
  try {
    loadSettings({ ...BASE, ...given });
    return '';
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults.filter((fault) => fault.startsWith('WEBAUTHN')).join('\n');
    throw error;
  }
}

describe('WA-02 where passkeys are made', () => {
  it.each([
    [{}],
    [{ WEBAUTHN_RP_ID: 'auth.example.com' }],
    [{ WEBAUTHN_RP_ID: 'example.com' }],
    [{ WEBAUTHN_RP_ID: 'example.com', WEBAUTHN_ORIGINS: 'https://app.example.com, https://example.com,https://auth.example.com:8443' }],
    [{ WEBAUTHN_ORIGINS: 'https://auth.example.com,https://app.auth.example.com' }],
    [{ APP_URL: 'http://localhost:8000', WEBAUTHN_ORIGINS: 'http://localhost:3000' }],
    [{ APP_URL: 'http://localhost:8000', WEBAUTHN_RP_ID: 'localhost' }],
    [{ WEBAUTHN_ORIGINS: 'https://auth.example.com,android:apk-key-hash:Z4OBpZ0n4d8gMzJ4zHDlrOwvzv8_4J1kGqkG7vOyq1w' }],
    [{ NODE_ENV: 'production', WEBAUTHN_ORIGINS: 'android:apk-key-hash:Z4OBpZ0n4d8gMzJ4zHDlrOwvzv8_4J1kGqkG7vOyq1w' }],
  ])('is taken: %p', (given) => {
    expect(faults(given)).toBe('');
  });

  it.each([
    ['another domain', { WEBAUTHN_RP_ID: 'example.org' }],
    ['a domain that only ends alike', { WEBAUTHN_RP_ID: 'example.com', WEBAUTHN_ORIGINS: 'https://badexample.com' }],
    ['a sub-domain of the origin', { WEBAUTHN_RP_ID: 'app.example.com', WEBAUTHN_ORIGINS: 'https://example.com' }],
    ['an origin on another domain', { WEBAUTHN_ORIGINS: 'https://app.example.com' }],
    ['a top-level domain', { WEBAUTHN_RP_ID: 'com' }],
    ['an address', { APP_URL: 'https://192.0.2.1', WEBAUTHN_RP_ID: '192.0.2.1' }],
    ['no domain', { WEBAUTHN_RP_ID: 'https://example.com' }],
    ['a path', { WEBAUTHN_ORIGINS: 'https://auth.example.com/login' }],
    ['any page', { WEBAUTHN_ORIGINS: '*' }],
    ['an application of no hash', { WEBAUTHN_ORIGINS: 'android:apk-key-hash:' }],
    ['an application by a hash in hex', { WEBAUTHN_ORIGINS: `android:apk-key-hash:${'AB:'.repeat(31)}AB` }],
    ['an application by a padded hash', { WEBAUTHN_ORIGINS: 'android:apk-key-hash:Z4OBpZ0n4d8gMzJ4zHDlrOwvzv8_4J1kGqkG7vOyq1w=' }],
    ['a page without TLS', { WEBAUTHN_ORIGINS: 'http://auth.example.com' }],
    ['a page without TLS in production', { NODE_ENV: 'production', APP_URL: 'https://localhost', WEBAUTHN_ORIGINS: 'http://localhost:3000' }],
  ])('is refused: %s', (_, given) => {
    expect(faults(given)).toContain('WEBAUTHN_');
  });
});
