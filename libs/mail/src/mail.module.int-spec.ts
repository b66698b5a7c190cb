import { currentRequest, runInRequest } from '@authengine/contracts';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { createMailApp, SmtpSink, type MailApp } from '@authengine/testing';
import { MailTransport } from './transport/mail-transport.js';

const CONTENT = { subject: 'Hello', paragraphs: ['A token: CANARY-77'] };

describe('the mail module', () => {
  const smtp = new SmtpSink();
  let mail: MailApp | undefined;

  beforeAll(() => smtp.start());
  afterAll(() => smtp.stop());
  beforeEach(() => {
    smtp.reset();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await mail?.close();
    mail = undefined;
  });

  it('logs in to SendGrid, or what stands in its place, with the API key', async () => {
    mail = await createMailApp({ EMAIL_PROVIDER: 'sendgrid', EMAIL_PROVIDER_API_KEY: 'SG.test', SMTP_URL: smtp.url });
    await mail.mailer.enqueue('welcome', 'ada@example.com', CONTENT);
    await mail.queue.settle();
    // Once for the look at the server that a start takes, and once for the mail.
    expect([...new Set(smtp.logins)]).toEqual(['apikey:SG.test']);
    expect(smtp.received).toHaveLength(1);
  });

  it('retries when its own login is refused, since the setting can be put right', async () => {
    smtp.refusal = { at: 'login', code: 535, text: 'bad key' };
    mail = await createMailApp({ EMAIL_PROVIDER: 'sendgrid', EMAIL_PROVIDER_API_KEY: 'SG.wrong', SMTP_URL: smtp.url });
    await mail.mailer.enqueue('welcome', 'ada@example.com', CONTENT);
    await mail.queue.settle();
    expect(await mail.rows()).toMatchObject([{ last_error: 'SMTP 535', failed_at: null, sent_at: null }]);
  });

  it('finishes the mail in flight when it is shut down, before the database closes', async () => {
    mail = await createMailApp({ EMAIL_PROVIDER: 'smtp', SMTP_URL: smtp.url });
    smtp.delayMs = 500;
    const { app, queue } = mail;
    const sent = jest.spyOn(app.get(DataSource).manager, 'query');
    await mail.mailer.enqueue('welcome', 'ada@example.com', CONTENT);
    await app.close();
    expect(smtp.received).toHaveLength(1);
    expect(sent.mock.calls.some(([sql]) => sql.includes('SET sent_at'))).toBe(true);
    await expect(sent.mock.results.at(-1)?.value).resolves.toBeDefined();
    queue.kick();
  });

  it('does not run as the request that kicked it', async () => {
    mail = await createMailApp({ EMAIL_PROVIDER: 'smtp', SMTP_URL: smtp.url });
    const transport = mail.app.get(MailTransport);
    const seen: unknown[] = [];
    jest.spyOn(transport, 'send').mockImplementation(() => {
      seen.push(currentRequest());
      return Promise.resolve();
    });
    const { mailer, queue } = mail;
    const request = { requestId: 'r-1', ip: null, userAgent: null, principal: null };
    await runInRequest(request, async () => {
      await mailer.enqueue('welcome', 'ada@example.com', CONTENT);
      await queue.settle();
    });
    expect(seen).toEqual([null]);
  });

  it('logs neither addresses nor contents, whatever happens to the mail', async () => {
    const lines: string[] = [];
    for (const level of ['log', 'warn', 'error', 'debug'] as const) {
      jest.spyOn(Logger.prototype, level).mockImplementation((...args: unknown[]) => {
        lines.push(JSON.stringify(args));
      });
    }
    mail = await createMailApp({ EMAIL_PROVIDER: 'smtp', SMTP_URL: smtp.url });
    await mail.mailer.enqueue('welcome', 'ada@example.com', CONTENT);
    await mail.queue.settle();
    for (const code of [451, 550]) {
      smtp.refusal = { at: 'recipient', code, text: 'ada@example.com is not welcome' };
      await mail.mailer.enqueue('welcome', 'ada@example.com', CONTENT);
      await mail.queue.settle();
    }
    expect(lines.filter((line) => line.includes('welcome')).length).toBeGreaterThanOrEqual(3);
    expect(lines.join('\n')).not.toMatch(/ada@|CANARY/);
  });

  it('says that a mail server alone sends no mail', async () => {
    const warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    mail = await createMailApp({ SMTP_URL: smtp.url });
    expect(warned).toHaveBeenCalledWith(expect.stringContaining('EMAIL_PROVIDER=smtp'));
  });

  it('matches the migrated tables', async () => {
    mail = await createMailApp({ EMAIL_PROVIDER: 'smtp', SMTP_URL: smtp.url });
    const drift = await mail.app.get(DataSource).driver.createSchemaBuilder().log();
    // Entities of libs that share this process are known too, and are not looked at here.
    expect(drift.upQueries.map(({ query }) => query).filter((query) => query.includes('"mail_'))).toEqual([]);
  });
});
