import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '@authengine/config';
import { TestAuthority, testSettings } from '@authengine/testing';
import { smtpOptions } from './smtp-options.js';

const settings = (url: string, env: Record<string, string> = {}): Settings => testSettings({ EMAIL_PROVIDER: 'smtp', SMTP_URL: url, ...env });
const smtp = (url: string, env?: Record<string, string>) => smtpOptions(settings(url, env));
const inProduction = (url: string) => smtpOptions({ ...settings(url), production: true });

describe('the SMTP server of the settings', () => {
  it('is read from the URL', () => {
    expect(smtp('smtps://ada%40example.com:p%3Aw@mail.example.com')).toMatchObject({
      host: 'mail.example.com',
      port: 465,
      secure: true,
      requireTLS: false,
      auth: { user: 'ada@example.com', pass: 'p:w' },
    });
    const loopback = smtp('smtp://[::1]:2525');
    expect(loopback).toMatchObject({ host: '::1', port: 2525, secure: false, requireTLS: false });
    expect(loopback).not.toHaveProperty('auth');
  });

  it('gets a password over TLS only, unless it is this machine or the URL says otherwise', () => {
    expect(smtp('smtp://u:p@mail.example.com').requireTLS).toBe(true);
    expect(smtp('smtp://u:p@127.0.0.1:1025').requireTLS).toBe(false);
    expect(smtp('smtp://u:p@relay.internal?requireTLS=false').requireTLS).toBe(false);
    expect(smtp('smtp://relay.internal?requireTLS=true').requireTLS).toBe(true);
  });

  it('gets mails over TLS only in production, unless it is this machine', () => {
    expect(smtp('smtp://mail:1025').requireTLS).toBe(false);
    expect(inProduction('smtp://mail:1025').requireTLS).toBe(true);
    expect(inProduction('smtp://127.0.0.1').requireTLS).toBe(false);
  });

  it('is asked for a certificate that is good for it, whatever the process was told', () => {
    expect(smtp('smtp://mail.example.com').tls).toEqual({ rejectUnauthorized: true });
    expect(smtp('smtps://mail.example.com').tls).toEqual({ rejectUnauthorized: true });
  });

  it('is what SMTP_TLS says, on every host', () => {
    for (const url of ['smtp://127.0.0.1', 'smtp://mail.example.com', 'smtp://u:p@mail.example.com']) {
      expect(smtp(url, { SMTP_TLS: 'verify' })).toMatchObject({ requireTLS: true, tls: { rejectUnauthorized: true } });
      expect(smtp(url, { SMTP_TLS: 'off' })).toMatchObject({ secure: false, ignoreTLS: true });
    }
    expect(smtp('smtp://mail.example.com', { SMTP_TLS: 'opportunistic' })).toMatchObject({ opportunisticTLS: true, tls: { rejectUnauthorized: false } });
    expect(smtp('smtp://u:p@mail.example.com', { SMTP_TLS: 'opportunistic' })).toMatchObject({ requireTLS: true, tls: { rejectUnauthorized: false } });
    expect(smtp('smtps://u:p@mail.example.com', { SMTP_TLS: 'opportunistic' })).toMatchObject({ secure: true, tls: { rejectUnauthorized: false } });
  });

  it('is trusted for what SMTP_CA_FILE holds, in place of the public authorities', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'authengine-ca-')), 'ca.pem');
    const { pem } = await TestAuthority.make();
    writeFileSync(file, pem);
    expect(smtp('smtp://mail.example.com', { SMTP_CA_FILE: file }).tls).toEqual({ rejectUnauthorized: true, ca: pem.trim() });
  });

  it("is SendGrid's relay with the API key, or what SMTP_URL puts in its place", () => {
    const sendgrid = { EMAIL_PROVIDER: 'sendgrid', EMAIL_PROVIDER_API_KEY: 'SG.key' };
    expect(smtpOptions(testSettings(sendgrid))).toMatchObject({ host: 'smtp.sendgrid.net', port: 587, requireTLS: true, auth: { user: 'apikey', pass: 'SG.key' } });
    expect(smtp('smtp://127.0.0.1:2525', sendgrid)).toMatchObject({ host: '127.0.0.1', port: 2525, auth: { user: 'apikey', pass: 'SG.key' } });
  });
});
