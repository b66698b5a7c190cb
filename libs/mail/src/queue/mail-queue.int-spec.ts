import { createMailApp, SmtpSink, type MailApp } from '@authengine/testing';
import type { MailContent } from '../content/mail-content.js';
import { MailTransport } from '../transport/mail-transport.js';
import { MailRequests } from '../requests/mail-requests.js';
import { MailDelivery } from './mail-delivery.js';
import { MailEvents } from './mail.events.js';
import { MailQueue } from './mail-queue.js';
import { QueuedMails } from './queued-mails.js';

const TOKEN = 'tok-5f3a-CANARY-1b7c';
const LINK = `https://auth.example.com/verify-email#token=${TOKEN}&${'long=0123456789'.repeat(12)}`;
const ADDRESS = 'ada.lovelace@example.com';

const content = (name = 'Ada'): MailContent => ({
  subject: `Verify your address, ${name}`,
  paragraphs: [`Hello ${name},`, 'please confirm that this address is yours.'],
  action: { label: 'Verify', url: LINK },
});

describe('the mail queue', () => {
  const smtp = new SmtpSink();
  let mail: MailApp;

  beforeAll(async () => {
    await smtp.start();
    mail = await createMailApp({ EMAIL_PROVIDER: 'smtp', SMTP_URL: smtp.url, APP_NAME: 'Acme "Auth"', EMAIL_SENDER: 'no-reply@acme.example' });
  });

  afterAll(async () => {
    await mail.close();
    await smtp.stop();
  });

  beforeEach(async () => {
    await mail.queue.settle();
    await mail.transactions.manager.query('TRUNCATE mail_queue');
    smtp.reset();
    mail.clock.reset();
    mail.trail.events.length = 0;
  });

  /** Queues a mail without the queue noticing, as if another process had. */
  const enqueueUnnoticed = async (count: number): Promise<void> => {
    const kick = jest.spyOn(mail.queue, 'kick').mockImplementation(() => undefined);
    for (let i = 0; i < count; i += 1) await mail.mailer.enqueue('verify_email', `user${i}@example.com`, content());
    kick.mockRestore();
  };

  it('delivers text and HTML with the link whole, from the sender to the address', async () => {
    await mail.mailer.enqueue('verify_email', ADDRESS, content());
    await mail.queue.settle();

    expect(smtp.received).toHaveLength(1);
    const [{ to, parsed } = { to: [], parsed: undefined }] = smtp.received;
    expect(to).toEqual([ADDRESS]);
    expect(parsed?.from?.value).toEqual([{ name: 'Acme "Auth"', address: 'no-reply@acme.example' }]);
    expect(parsed?.subject).toBe('Verify your address, Ada');
    expect(parsed?.text?.split('\n')).toContain(LINK);
    expect(parsed?.html).toContain(`href="${LINK.replaceAll('&', '&amp;')}"`);
    expect(parsed?.headers.get('auto-submitted')).toBe('auto-generated');
    const [row] = await mail.rows();
    expect(parsed?.messageId).toBe(`<${String(row?.['id'])}@acme.example>`);
  });

  it('keeps neither address nor token in the open while the mail waits, and nothing once it is sent', async () => {
    await enqueueUnnoticed(1);
    const [waiting] = await mail.rows();
    expect(waiting).toMatchObject({ kind: 'verify_email', sent_at: null, failed_at: null, attempts: 0 });
    expect(waiting?.['sealed_message']).toMatch(/^v1\./);
    expect(JSON.stringify(waiting)).not.toContain(TOKEN);
    expect(JSON.stringify(waiting)).not.toContain('user0');

    await mail.queue.settle();
    const [sent] = await mail.rows();
    expect(sent).toMatchObject({ sealed_message: null, attempts: 1, last_error: null, failed_at: null });
    expect(sent?.['sent_at']).toBeInstanceOf(Date);
  });

  it('sends nothing of a change that was rolled back, and nothing before the commit', async () => {
    const change = mail.transactions.run(async () => {
      await mail.mailer.enqueue('verify_email', ADDRESS, content());
      expect(smtp.received).toHaveLength(0);
      throw new Error('no');
    });
    await expect(change).rejects.toThrow('no');
    await mail.queue.settle();
    expect(smtp.received).toHaveLength(0);
    expect(await mail.rows()).toEqual([]);
  });

  it('sends by itself once the change has committed', async () => {
    await mail.transactions.run(() => mail.mailer.enqueue('verify_email', ADDRESS, content()));
    for (let i = 0; i < 200 && smtp.received.length === 0; i += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(smtp.received).toHaveLength(1);
  });

  it('does not make the caller wait for a slow server', async () => {
    smtp.delayMs = 2_000;
    const begun = performance.now();
    await mail.mailer.enqueue('verify_email', ADDRESS, content());
    expect(performance.now() - begun).toBeLessThan(smtp.delayMs);
    await mail.queue.settle();
    expect(smtp.received).toHaveLength(1);
  });

  it('tries again when the server was away, no earlier than due', async () => {
    await smtp.stop();
    await mail.mailer.enqueue('verify_email', ADDRESS, content());
    await mail.queue.settle();
    expect(await mail.rows()).toMatchObject([{ attempts: 1, last_error: 'ECONNREFUSED', sent_at: null, failed_at: null }]);

    await smtp.start();
    mail.clock.advance({ seconds: 50 });
    await mail.queue.settle();
    expect(smtp.received).toHaveLength(0);

    mail.clock.advance({ seconds: 30 });
    await mail.queue.settle();
    expect(smtp.received).toHaveLength(1);
    expect(await mail.rows()).toMatchObject([{ attempts: 2, last_error: null, sealed_message: null }]);
  });

  it('tries again after a temporary refusal, under the same Message-ID', async () => {
    smtp.refusal = { at: 'recipient', code: 451, text: 'greylisted' };
    await mail.mailer.enqueue('verify_email', ADDRESS, content());
    await mail.queue.settle();
    const [row] = await mail.rows();
    expect(row).toMatchObject({ last_error: 'SMTP 451', failed_at: null });

    smtp.refusal = undefined;
    mail.clock.advance({ minutes: 2 });
    await mail.queue.settle();
    expect(smtp.received[0]?.parsed.messageId).toBe(`<${String(row?.['id'])}@acme.example>`);
  });

  it.each(['recipient', 'content'] as const)('gives up at once when the %s is refused for good, erases the mail and puts it on record', async (at) => {
    smtp.refusal = { at, code: 550, text: `5.1.1 <${ADDRESS}> is not known here` };
    await mail.mailer.enqueue('verify_email', ADDRESS, content());
    await mail.queue.settle();

    const [row] = await mail.rows();
    expect(row).toMatchObject({ attempts: 1, sealed_message: null, sent_at: null, last_error: 'SMTP 550 5.1.1' });
    expect(row?.['failed_at']).toBeInstanceOf(Date);
    expect(mail.trail.events).toEqual([
      {
        name: MailEvents.deliveryFailed.name,
        details: { actorId: null, resourceId: row?.['id'], status: 'failure', metadata: { kind: 'verify_email', attempts: 1, reason: 'SMTP 550 5.1.1' } },
      },
    ]);
    mail.clock.advance({ hours: 2 });
    await mail.queue.settle();
    expect(await mail.rows()).toMatchObject([{ attempts: 1 }]);
  });

  it('gives up after a day of trying, and puts it on record once', async () => {
    smtp.refusal = { at: 'recipient', code: 451, text: 'not today' };
    await mail.mailer.enqueue('verify_email', ADDRESS, content());
    await mail.queue.settle();
    let hours = 0;
    for (; hours < 30 && mail.trail.events.length === 0; hours += 1) {
      mail.clock.advance({ minutes: 76 });
      await mail.queue.settle();
    }
    expect(hours).toBeGreaterThan(15);
    const [row] = await mail.rows();
    expect(row).toMatchObject({ sealed_message: null, sent_at: null });
    expect(row?.['failed_at']).toBeInstanceOf(Date);
    expect(mail.trail.events).toHaveLength(1);
  });

  it('sends each of 30 mails once when two queues work on one table', async () => {
    await enqueueUnnoticed(30);
    const other = new MailQueue(mail.app.get(QueuedMails), mail.app.get(MailDelivery), mail.app.get(MailTransport), mail.clock, mail.app.get(MailRequests));
    await other.onApplicationBootstrap();
    await Promise.all([mail.queue.settle(), other.settle()]);
    await Promise.all([mail.queue.settle(), other.settle()]);

    const receivers = smtp.received.map(({ to }) => to[0]).sort();
    expect(receivers).toEqual(Array.from({ length: 30 }, (_, i) => `user${i}@example.com`).sort());
    jest.spyOn(mail.app.get(MailTransport), 'close').mockResolvedValueOnce(undefined);
    await other.beforeApplicationShutdown();
  });

  it('sends what a process took and died with, once its lease has run out', async () => {
    await enqueueUnnoticed(1);
    const now = mail.clock.now();
    await mail.app.get(QueuedMails).lease(now, new Date(now.getTime() + 120_000), 5);
    await mail.queue.settle();
    expect(smtp.received).toHaveLength(0);

    mail.clock.advance({ minutes: 3 });
    await mail.queue.settle();
    expect(smtp.received).toHaveLength(1);
  });

  it('lets nobody give up or postpone a mail that another process has taken since', async () => {
    await enqueueUnnoticed(1);
    const mails = mail.app.get(QueuedMails);
    const now = mail.clock.now();
    const [stale] = await mails.lease(now, now, 5);
    const [fresh] = await mails.lease(now, new Date(now.getTime() + 120_000), 5);
    if (!stale || !fresh) throw new Error('nothing was leased');
    expect(await mails.failed(stale, now, 'late')).toBe(false);
    await mails.postponed(stale, now, 'late');
    expect(await mails.lease(now, now, 5)).toEqual([]);
    expect(await mails.failed(fresh, now, 'x')).toBe(true);
  });

  it.each([
    ['line breaks', 'Ada\r\nBcc: eve@evil.test\r\n\r\n<h1>owned</h1>'],
    ['encoded words', '=?utf-8?Q?=0D=0ABcc:_eve@evil.test?='],
    ['HTML', '<script>alert(1)</script>'],
  ])('lets %s in a name alter no header and inject no markup', async (_what, name) => {
    await mail.mailer.enqueue('invitation', ADDRESS, content(name));
    await mail.queue.settle();
    const [received] = smtp.received;
    expect(received?.to).toEqual([ADDRESS]);
    const head = received?.raw.slice(0, received.raw.indexOf('\r\n\r\n')) ?? '';
    expect(head).not.toMatch(/^bcc:/im);
    expect(head.match(/^[\w-]+:/gm)?.map((header) => header.toLowerCase()).sort()).toEqual(
      ['auto-submitted:', 'content-type:', 'date:', 'from:', 'message-id:', 'mime-version:', 'subject:', 'to:'],
    );
    expect(received?.parsed.html).not.toMatch(/<script|<h1>owned/);
  });

  it.each(['ada@example.com, eve@evil.test', 'Ada <ada@example.com>', 'ada@example.com\r\nBcc: eve@evil.test', 'nobody'])('refuses %p as an address', async (to) => {
    await expect(mail.mailer.enqueue('verify_email', to, content())).rejects.toThrow(TypeError);
    expect(await mail.rows()).toEqual([]);
  });

  it('forgets sent mails after a week', async () => {
    await mail.mailer.enqueue('verify_email', ADDRESS, content());
    await mail.queue.settle();
    mail.clock.advance({ days: 6 });
    await mail.queue.settle();
    expect(await mail.rows()).toHaveLength(1);
    mail.clock.advance({ days: 1, minutes: 1 });
    await mail.queue.settle();
    expect(await mail.rows()).toEqual([]);
  });
});
