import { mkdtempSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfSignedCertificate, SmtpSink, TestAuthority, testSettings, type ServerCertificate } from '@authengine/testing';
import type { MailDeliveryError } from './mail-delivery-error.js';
import type { OutgoingMail } from './mail-transport.js';
import { smtpOptions } from './smtp-options.js';
import { SmtpTransport } from './smtp.transport.js';

const MAIL: OutgoingMail = { id: 'a1', to: 'ada@example.com', subject: 'Hi', text: 'Hi', html: '<p>Hi</p>', createdAt: new Date('2030-01-01T00:00:00Z') };
const folder = mkdtempSync(join(tmpdir(), 'authengine-ca-'));
const caFile = (name: string, pem: string): string => {
  writeFileSync(join(folder, name), pem);
  return join(folder, name);
};

/** Real handshakes: what SMTP_TLS and SMTP_CA_FILE let through, and where a password goes. */
describe.each([
  ['STARTTLS', false],
  ['TLS from the first byte', true],
])('a mail server with %s', (_what, implicit) => {
  let authority: TestAuthority;
  let smtp: SmtpSink;
  let transport: SmtpTransport;

  beforeAll(async () => {
    authority = await TestAuthority.make();
  });
  afterEach(async () => {
    await transport.close();
    await smtp.stop();
  });

  const serve = async (certificate: ServerCertificate): Promise<void> => {
    smtp = new SmtpSink({ tls: { ...certificate, implicit } });
    await smtp.start();
  };
  /** `sent`, or why not. */
  const send = async (env: Record<string, string>, host = '127.0.0.1', user = 'ada:S3cret'): Promise<string> => {
    transport = new SmtpTransport(smtpOptions(testSettings({ EMAIL_PROVIDER: 'smtp', SMTP_URL: smtp.urlFor(host, user), ...env })), { name: 'Acme', address: 'no-reply@acme.example' });
    return transport.send(MAIL, new AbortController().signal).then(
      () => 'sent',
      ({ reason, concerns, permanent }: MailDeliveryError) => (concerns === 'relay' && !permanent ? reason : 'another fault'),
    );
  };

  it.each([
    ['that nobody vouches for', 'DEPTH_ZERO_SELF_SIGNED_CERT', () => selfSignedCertificate({ names: ['127.0.0.1'] }), {}],
    ['for another name', 'ERR_TLS_CERT_ALTNAME_INVALID', () => authority.issue({ names: ['mail.example.com', '10.1.2.3'] }), { ca: true }],
    ['that has expired', 'CERT_HAS_EXPIRED', () => authority.issue({ names: ['127.0.0.1'], expired: true }), { ca: true }],
    ['of another authority', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', async () => (await TestAuthority.make()).issue({ names: ['127.0.0.1'] }), {}],
  ])('gets no mail and no password when it has a certificate %s, and with SMTP_TLS=opportunistic both', async (_case, fault, certificate, { ca = false }: { ca?: boolean }) => {
    await serve(await certificate());
    const trust: Record<string, string> = ca ? { SMTP_CA_FILE: caFile('ca.pem', authority.pem) } : {};
    for (const env of [trust, { ...trust, SMTP_TLS: 'verify' }]) {
      expect(await send(env)).toBe(fault);
      await transport.close();
    }
    expect([smtp.received, smtp.logins]).toEqual([[], []]);

    expect(await send({ SMTP_TLS: 'opportunistic' })).toBe('sent');
    expect(smtp.received).toMatchObject([{ secure: true }]);
    expect([smtp.logins, smtp.plainLogins]).toEqual([['ada:S3cret'], []]);
  });

  it('gets both when SMTP_CA_FILE names its authority, or its own self-signed certificate', async () => {
    await serve(await authority.issue({ names: ['127.0.0.1', 'localhost'] }));
    const env = { SMTP_CA_FILE: caFile('ca.pem', authority.pem) };
    expect(await send(env)).toBe('sent');
    await transport.close();
    expect(await send({ ...env, SMTP_TLS: 'verify' }, 'localhost')).toBe('sent');
    expect([smtp.received.length, smtp.plainLogins]).toEqual([2, []]);

    const own = await selfSignedCertificate({ names: ['127.0.0.1'] });
    await transport.close();
    await smtp.renew(own);
    expect(await send({ SMTP_CA_FILE: caFile('own.pem', own.cert) })).toBe('sent');
  });
});

describe('a mail server without TLS', () => {
  const smtp = new SmtpSink();
  let transport: SmtpTransport;
  beforeAll(() => smtp.start());
  afterAll(() => smtp.stop());
  beforeEach(() => { smtp.reset(); });
  afterEach(() => transport.close());

  /** As on a host that is not this machine: `verify` and `opportunistic` know loopback from others. */
  const attempt = async (env: Record<string, string>, user = ''): Promise<string> => {
    const far = smtpOptions(testSettings({ EMAIL_PROVIDER: 'smtp', SMTP_URL: smtp.urlFor('relay.internal', user), ...env }));
    transport = new SmtpTransport({ ...far, host: '127.0.0.1' }, { name: 'Acme', address: 'no-reply@acme.example' });
    return transport.send(MAIL, new AbortController().signal).then(() => 'sent', ({ reason }: MailDeliveryError) => reason);
  };

  it.each([
    ['unset', {}, 'sent', 'ETLS'],
    ['verify', { SMTP_TLS: 'verify' }, 'ETLS', 'ETLS'],
    ['opportunistic', { SMTP_TLS: 'opportunistic' }, 'sent', 'ETLS'],
    ['off', { SMTP_TLS: 'off' }, 'sent', 'sent'],
  ])('with SMTP_TLS %s', async (_mode, env: Record<string, string>, mail, password) => {
    expect(await attempt(env)).toBe(mail);
    await transport.close();
    expect(await attempt(env, 'ada:S3cret')).toBe(password);
    expect(smtp.plainLogins).toEqual(password === 'sent' ? ['ada:S3cret'] : []);
  });
});

describe('the login', () => {
  it.each([[['PLAIN']], [['LOGIN']], [['LOGIN', 'PLAIN']]] as const)('is done by %j, whatever characters are in it', async (authMethods) => {
    const smtp = new SmtpSink({ authMethods });
    await smtp.start();
    const user = `${encodeURIComponent('ada@example.com')}:${encodeURIComponent("p:w/?#% grün'\"\\")}`;
    const transport = new SmtpTransport(smtpOptions(testSettings({ EMAIL_PROVIDER: 'smtp', SMTP_URL: smtp.urlFor('127.0.0.1', user) })), { name: 'Acme', address: 'no-reply@acme.example' });
    await transport.check();
    expect(smtp.logins).toEqual(["ada@example.com:p:w/?#% grün'\"\\"]);
    await transport.close();
    await smtp.stop();
  });

  const ipv6 = Object.values(networkInterfaces()).flat().some((address) => address?.address === '::1');
  (ipv6 ? it : it.skip)(`finds a server by its IPv6 address${ipv6 ? '' : ' (skipped: this machine has no IPv6)'}`, async () => {
    const smtp = new SmtpSink({ host: '::1' });
    await smtp.start();
    const transport = new SmtpTransport(smtpOptions(testSettings({ EMAIL_PROVIDER: 'smtp', SMTP_URL: smtp.url })), { name: 'Acme', address: 'no-reply@acme.example' });
    await transport.send(MAIL, new AbortController().signal);
    expect(smtp.received).toHaveLength(1);
    await transport.close();
    await smtp.stop();
  });
});
