import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { SmtpSink, testSettings } from '@authengine/testing';
import type { MailDeliveryError } from './mail-delivery-error.js';
import type { OutgoingMail } from './mail-transport.js';
import { smtpOptions } from './smtp-options.js';
import { SmtpTransport } from './smtp.transport.js';

const MAIL: OutgoingMail = { id: 'a1', to: 'ada@example.com', subject: 'Hi', text: 'Hi', html: '<p>Hi</p>', createdAt: new Date('2030-01-01T00:00:00Z') };
const never = new AbortController().signal;

const transportTo = (url: string): SmtpTransport =>
  new SmtpTransport(smtpOptions(testSettings({ EMAIL_PROVIDER: 'smtp', SMTP_URL: url })), { name: 'Acme', address: 'no-reply@acme.example' });

const faultOf = (sending: Promise<void>): Promise<MailDeliveryError> =>
  sending.then(
    () => {
      throw new Error('it was sent');
    },
    (error: unknown) => error as MailDeliveryError,
  );

describe('the SMTP transport', () => {
  const smtp = new SmtpSink();
  let transport: SmtpTransport;

  beforeAll(() => smtp.start());
  afterAll(() => smtp.stop());
  beforeEach(() => smtp.reset());
  afterEach(() => transport.close());

  it('gives no password to a server without TLS when TLS is required', async () => {
    transport = transportTo(`${smtp.url.replace('//', '//user:pass@')}?requireTLS=true`);
    const fault = await faultOf(transport.send(MAIL, never));
    expect(fault).toMatchObject({ name: 'MailDeliveryError', permanent: false });
    expect(smtp.logins).toEqual([]);
    expect(smtp.received).toEqual([]);
  });

  it('ends an attempt when told to, however slow the server', async () => {
    smtp.delayMs = 3_000;
    transport = transportTo(smtp.url);
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 100);
    const begun = performance.now();
    expect(await faultOf(transport.send(MAIL, abort.signal))).toMatchObject({ reason: 'EABORT', permanent: false });
    expect(performance.now() - begun).toBeLessThan(smtp.delayMs);
  });

  it('waits no longer than five seconds for a server that takes the call and says nothing', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    transport = transportTo(`smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`);
    const begun = performance.now();
    expect(await faultOf(transport.send(MAIL, never))).toMatchObject({ reason: 'ETIMEDOUT', permanent: false });
    // What nodemailer waits for by itself begins at thirty seconds.
    expect(performance.now() - begun).toBeLessThan(20_000);
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it('sends the same mail again over a connection that the server has closed meanwhile', async () => {
    transport = transportTo(smtp.url);
    await transport.send(MAIL, never);
    await smtp.stop();
    await smtp.start();
    await transport.send(MAIL, never);
    expect(smtp.received.map(({ parsed }) => parsed.messageId)).toEqual(['<a1@acme.example>', '<a1@acme.example>']);
  });
});
