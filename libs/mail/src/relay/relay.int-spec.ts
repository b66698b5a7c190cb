import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMailApp, selfSignedCertificate, SmtpSink, TestAuthority, type MailApp } from '@authengine/testing';
import { Logger } from '@nestjs/common';
import { MailRelay } from './mail-relay.js';
import { RelayCheck } from './relay-check.js';

const CONTENT = { subject: 'Hello', paragraphs: ['A token: CANARY-77'] };

/** What an operator sees of a mail relay that does not take our mails. */
describe('a relay that takes no mail', () => {
  let smtp: SmtpSink;
  let mail: MailApp;
  const lines: string[] = [];

  const open = async (sink: SmtpSink, env: Record<string, string> = {}): Promise<void> => {
    smtp = sink;
    await smtp.start();
    for (const level of ['log', 'warn', 'error'] as const) {
      jest.spyOn(Logger.prototype, level).mockImplementation((...[line]: unknown[]) => {
        lines.push(`${level}: ${String(line)}`);
      });
    }
    mail = await createMailApp({ EMAIL_PROVIDER: 'smtp', SMTP_URL: smtp.url, ...env });
    await mail.app.get(RelayCheck).settle();
  };
  const send = async (): Promise<void> => {
    await mail.mailer.enqueue('welcome', 'ada@example.com', CONTENT);
    await mail.queue.settle();
  };
  const told = (): string[] => lines.filter((line) => line.includes('mails '));

  afterEach(async () => {
    await mail.close();
    await smtp.stop();
    jest.restoreAllMocks();
    lines.length = 0;
  });

  it('is told at start in one line that says what to do; mails wait, and leave by themselves once its certificate is mended', async () => {
    const authority = await TestAuthority.make();
    const caFile = join(mkdtempSync(join(tmpdir(), 'authengine-ca-')), 'ca.pem');
    writeFileSync(caFile, authority.pem);
    await open(new SmtpSink({ tls: await selfSignedCertificate({ names: ['127.0.0.1'] }) }), { SMTP_CA_FILE: caFile });
    expect(mail.app.get(MailRelay).works).toBe(false);
    await send();
    await send();
    expect(smtp.received).toEqual([]);
    expect(await mail.rows()).toMatchObject([{ sent_at: null, failed_at: null, last_error: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, { sent_at: null, failed_at: null }]);
    expect(told()).toEqual([expect.stringMatching(/^error: mails do not leave \(DEPTH_ZERO_SELF_SIGNED_CERT\).*SMTP_CA_FILE/)]);

    await smtp.renew(await authority.issue({ names: ['127.0.0.1'] }));
    await mail.app.get(RelayCheck).settle();
    await mail.queue.settle();
    expect(smtp.received).toHaveLength(2);
    expect(mail.app.get(MailRelay).works).toBe(true);
    expect(told().slice(1)).toEqual([expect.stringMatching(/^log: mails leave again/)]);
  });

  it('lets no mail be lost that it refuses because of our login or our sender, and says which setting is wrong', async () => {
    await open(new SmtpSink());
    expect(mail.app.get(MailRelay).works).toBe(true);
    smtp.refusal = { at: 'sender', code: 553, text: '5.7.1 no-reply@authengine.test: not yours' };
    await send();
    expect(await mail.rows()).toMatchObject([{ failed_at: null, last_error: 'SMTP 553 5.7.1' }]);
    expect(told()).toEqual([expect.stringMatching(/^error: mails do not leave \(SMTP 553 5\.7\.1\).*EMAIL_SENDER/)]);
    // That it can be connected to says nothing of our sender.
    await mail.app.get(RelayCheck).settle();
    expect(mail.app.get(MailRelay).works).toBe(false);

    smtp.refusal = undefined;
    mail.clock.advance({ minutes: 2 });
    await mail.queue.settle();
    expect(smtp.received).toHaveLength(1);
    expect(mail.app.get(MailRelay).works).toBe(true);
    expect(lines.join('\n')).not.toContain('no-reply@');
  });

  it('is no fault when it is one recipient who is refused', async () => {
    await open(new SmtpSink());
    smtp.refusal = { at: 'recipient', code: 550, text: '5.1.1 nobody of that name' };
    await send();
    expect(mail.app.get(MailRelay).works).toBe(true);
    expect(told()).toEqual([]);
  });

  it('gets no mail twice when what waits is sent early', async () => {
    await open(new SmtpSink());
    smtp.refusal = { at: 'recipient', code: 451, text: 'later' };
    await send();
    smtp.refusal = undefined;
    mail.app.get(MailRelay).failed({ reason: 'ECONNREFUSED', concerns: 'relay', remedy: 'x' });
    smtp.delayMs = 300;
    const sending = mail.mailer.enqueue('welcome', 'bob@example.com', CONTENT).then(() => mail.queue.settle());
    await Promise.all([sending, mail.app.get(MailRelay).worked('send')]);
    await mail.queue.settle();
    expect(smtp.received.map(({ to }) => to[0]).sort()).toEqual(['ada@example.com', 'bob@example.com']);
  });
});
