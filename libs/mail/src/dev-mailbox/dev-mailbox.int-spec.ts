import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createMailApp, MailSink, testSettings, type MailApp } from '@authengine/testing';
import request from 'supertest';
import { DevMailbox } from './dev-mailbox.js';
import type { MailboxMessageDto } from './dto/mailbox-message.dto.js';

const message = (i: number, over: Partial<MailboxMessageDto> = {}): MailboxMessageDto => ({
  id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
  to: 'ada@example.com',
  subject: `Mail ${i}`,
  text: 'x',
  html: '<p>x</p>',
  created_at: new Date(1_900_000_000_000 + i).toISOString(),
  ...over,
});

describe('the dev mailbox', () => {
  let mail: MailApp;
  let sink: MailSink;
  let folder: string;

  beforeAll(async () => {
    const settings = testSettings();
    folder = join(settings.values.AUTHENGINE_DATA_DIR, 'mailbox');
    sink = new MailSink(settings);
    mail = await createMailApp({ EMAIL_PROVIDER: 'console', AUTHENGINE_DATA_DIR: settings.values.AUTHENGINE_DATA_DIR });
  });

  afterAll(() => mail.close());
  beforeEach(() => sink.clear());

  const http = () => request(mail.app.getHttpServer() as Parameters<typeof request>[0]);

  it('has the mails to an address in any spelling, newest first, as many as asked for', async () => {
    for (const [i, to] of ['ada@example.com', 'bob@example.com', 'Ada@Example.com'].entries()) {
      mail.clock.advance({ seconds: 1 });
      await mail.mailer.enqueue('welcome', to, { subject: `Mail ${i}`, paragraphs: ['Hi'], action: { label: 'Go', url: 'https://a.test/x#token=t1' } });
    }
    await mail.queue.settle();

    const answer = await http().get('/dev/mailbox/messages').query({ to: 'ADA@example.com' }).expect(200);
    const messages = answer.body as MailboxMessageDto[];
    expect(messages.map(({ subject }) => subject)).toEqual(['Mail 2', 'Mail 0']);
    expect(Object.keys(messages[0] ?? {}).sort()).toEqual(['created_at', 'html', 'id', 'subject', 'text', 'to']);
    expect(messages[0]?.created_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(answer.headers['cache-control']).toBe('no-store');

    expect((await http().get('/dev/mailbox/messages?limit=1').expect(200)).body).toHaveLength(1);
    expect((await http().get('/dev/mailbox/messages').expect(200)).body).toHaveLength(3);
    await http().get('/dev/mailbox/messages?limit=0').expect(400);
    await http().get('/dev/mailbox/messages?limit=x').expect(400);
  });

  it('is emptied while mails come in, and loses none of those that come after', async () => {
    const mailbox = new DevMailbox(join(folder, '..'));
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? mailbox.clear() : mailbox.put(message(i)))));
    }
    await mailbox.clear();
    await mailbox.put(message(1));
    expect(await mailbox.list()).toHaveLength(1);
  });

  it('gets nothing any more once the application is closed', async () => {
    const { AUTHENGINE_DATA_DIR } = testSettings().values;
    const closing = await createMailApp({ EMAIL_PROVIDER: 'console', AUTHENGINE_DATA_DIR });
    const mails = Array.from({ length: 20 }, (_, i) => closing.mailer.enqueue('welcome', `p${i}@example.com`, { subject: `Mail ${i}`, paragraphs: [] }));
    await mails[0];
    await closing.close();
    const there = await new DevMailbox(AUTHENGINE_DATA_DIR).list();
    await Promise.allSettled(mails);
    closing.queue.kick();
    await closing.queue.settle();
    expect(there.length).toBeGreaterThan(0);
    expect(await new DevMailbox(AUTHENGINE_DATA_DIR).list()).toEqual(there);
  });

  it('is read by tests: the newest mail, and the token of its link', async () => {
    void mail.mailer.enqueue('welcome', 'eve@example.com', { subject: 'One', paragraphs: [], action: { label: 'Go', url: 'https://a.test/x#token=t1' } });
    expect((await sink.latest('eve@example.com', 'One')).subject).toBe('One');
    expect(await sink.token('eve@example.com')).toBe('t1');
  });

  it('shows mails in a browser: escaped, with links, and nothing that runs', async () => {
    await mail.mailer.enqueue('welcome', 'ada@example.com', {
      subject: '<b>Hi</b>',
      paragraphs: ['<script>alert(1)</script>'],
      action: { label: 'Go', url: 'https://a.test/x?a=1&b=2#token=t1' },
    });
    await mail.queue.settle();
    const list = await http().get('/dev/mailbox').expect(200).expect('content-type', /html/);
    expect(list.headers['content-security-policy']).toContain("default-src 'none'");
    expect(list.text).toContain('&lt;b&gt;Hi&lt;/b&gt;');
    const path = /href="(\/dev\/mailbox\/[0-9a-f-]{36})"/.exec(list.text)?.[1] ?? '';

    const page = await http().get(path).expect(200);
    const style = /<style>(.*?)<\/style>/s.exec(page.text)?.[1] ?? '';
    expect(page.headers['content-security-policy']).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(page.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page.text).not.toMatch(/<script|<b>/);
    expect(page.text).toContain('<a href="https://a.test/x?a=1&amp;b=2#token=t1"');
  });

  it.each(['00000000-0000-4000-8000-000000000000', '..%2f..%2fsecrets', 'x'])('answers 404 for the mail %s', async (id) => {
    expect((await http().get(`/dev/mailbox/${id}`)).status).not.toBe(200);
    expect(await new DevMailbox(join(folder, '..')).find(decodeURIComponent(id))).toBeUndefined();
  });

  it('survives a restart, in files that are the owner alone’s', async () => {
    await new DevMailbox(join(folder, '..')).put(message(1));
    expect(await new DevMailbox(join(folder, '..')).list()).toEqual([message(1)]);
    const [file = ''] = readdirSync(folder);
    expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
    expect(statSync(folder).mode & 0o077).toBe(0);
  });

  it('keeps the newest 200, and a mail that comes twice once', async () => {
    const mailbox = new DevMailbox(join(folder, '..'));
    for (let i = 0; i < 205; i += 1) await mailbox.put(message(i));
    await mailbox.put(message(204));
    const kept = await mailbox.list();
    expect(kept).toHaveLength(200);
    expect(kept.at(0)?.subject).toBe('Mail 204');
    expect(kept.at(-1)?.subject).toBe('Mail 5');
  });

  it('takes mails put at the same time', async () => {
    const mailbox = new DevMailbox(join(folder, '..'));
    await Promise.all(Array.from({ length: 20 }, (_, i) => mailbox.put(message(i))));
    expect(await mailbox.list()).toHaveLength(20);
  });
});

describe('without the console provider', () => {
  it('there is no dev mailbox', async () => {
    const mail = await createMailApp({ EMAIL_PROVIDER: 'smtp', SMTP_URL: 'smtp://127.0.0.1:9' });
    await request(mail.app.getHttpServer() as Parameters<typeof request>[0]).get('/dev/mailbox').expect(404);
    await request(mail.app.getHttpServer() as Parameters<typeof request>[0]).get('/dev/mailbox/messages').expect(404);
    await mail.close();
  });
});
