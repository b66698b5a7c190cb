import { setTimeout as delay } from 'node:timers/promises';
import { currentRequest, runInRequest, type RequestContext } from '@authengine/contracts';
import { createMailApp, type MailApp } from '@authengine/testing';
import { MailRequestKind } from './mail-request-kind.js';
import { MailRequests } from './mail-requests.js';
import { WaitingRequests } from './waiting-requests.js';

interface Asked {
  readonly email: string;
  readonly n?: number;
}

const WORD = new MailRequestKind<Asked>('a-word');
const FROM_ADA: RequestContext = { requestId: 'req-1', ip: '203.0.113.5', userAgent: 'Firefox', principal: null };

describe('requests for mails', () => {
  let mail: MailApp;
  let requests: MailRequests;
  let answer: (asked: Asked) => Promise<void>;
  beforeAll(async () => {
    mail = await createMailApp({ EMAIL_PROVIDER: 'console' });
    requests = mail.app.get(MailRequests);
    requests.onAsked(WORD, (asked) => answer(asked));
  });
  afterAll(() => mail.close());
  beforeEach(async () => {
    answer = () => Promise.resolve();
    mail.clock.reset();
    await mail.transactions.manager.query('DELETE FROM mail_requests');
  });

  const rows = (): Promise<Record<string, unknown>[]> => mail.transactions.manager.query('SELECT * FROM mail_requests ORDER BY seq');
  /** As a process leaves them that was killed right after it had answered. */
  const leave = (...asked: Asked[]): Promise<void> =>
    mail.transactions.run(async () => {
      for (const details of asked) await mail.app.get(WaitingRequests).add(WORD.name, { context: null, details }, mail.clock.now());
    });

  it('are answered after the commit, with the context of whoever asked, in the order of asking, once', async () => {
    const answered: { asked: Asked; request: RequestContext | null }[] = [];
    answer = (asked) => {
      answered.push({ asked, request: currentRequest() });
      return Promise.resolve();
    };
    await mail.transactions.run(async () => {
      for (const n of [1, 2, 3]) await runInRequest(FROM_ADA, () => requests.ask(WORD, { email: 'ada@example.com', n }));
      expect(answered).toEqual([]);
    });
    await requests.settle();
    await requests.settle();
    expect(answered).toEqual([1, 2, 3].map((n) => ({ asked: { email: 'ada@example.com', n }, request: FROM_ADA })));
    expect(await rows()).toEqual([]);
  });

  it('are kept sealed', async () => {
    await leave({ email: 'ada@example.com' });
    const [row] = await rows();
    expect(JSON.stringify(row)).not.toContain('ada@');
  });

  it('are not made by what is rolled back', async () => {
    const rolledBack = mail.transactions.run(async () => {
      await requests.ask(WORD, { email: 'ada@example.com' });
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    expect(await rows()).toEqual([]);
  });

  it('that a killed process left are answered by the next one', async () => {
    const answered: Asked[] = [];
    answer = (asked) => Promise.resolve(void answered.push(asked));
    await leave({ email: 'a@example.com' }, { email: 'b@example.com' });
    await mail.queue.settle();
    expect(answered).toEqual([{ email: 'a@example.com' }, { email: 'b@example.com' }]);
  });

  it('change nothing by an attempt that fails, hold nobody up, and are tried again', async () => {
    const answered: string[] = [];
    let broken = true;
    answer = async ({ email }) => {
      await mail.mailer.enqueue('a-word', email, { subject: 'A word', paragraphs: ['Hello.'] });
      if (broken && email.startsWith('a@')) throw new Error('not now');
      answered.push(email);
    };
    const before = (await mail.rows()).length;
    await leave({ email: 'a@example.com' }, { email: 'b@example.com' });
    await requests.settle();
    expect(answered).toEqual(['b@example.com']);
    expect(await rows()).toMatchObject([{ attempts: 1 }]);
    expect(await mail.rows()).toHaveLength(before + 1);

    broken = false;
    await requests.settle();
    expect(answered).toHaveLength(1);
    mail.clock.advance({ seconds: 1 });
    await requests.settle();
    expect(answered).toEqual(['b@example.com', 'a@example.com']);
    expect(await rows()).toEqual([]);
  });

  it('are given up after a day, on record', async () => {
    answer = () => Promise.reject(new Error('never'));
    await leave({ email: 'a@example.com' });
    await requests.settle();
    mail.clock.advance({ hours: 25 });
    await requests.settle();
    expect(await rows()).toEqual([]);
    expect(mail.trail.events.at(-1)).toMatchObject({ name: 'mail.delivery.failed', details: { metadata: { kind: 'a-word', attempts: 2 } } });
  });

  it('hold no shutdown: what is not answered in its time is answered after the next start', async () => {
    const answered: (number | undefined)[] = [];
    answer = async ({ n }) => {
      await delay(20);
      answered.push(n);
    };
    await leave(...Array.from({ length: 200 }, (_, n) => ({ email: 'ada@example.com', n })));
    await requests.stop(100);
    const before = answered.length;
    expect(before).toBeLessThan(200);
    expect(await rows()).toHaveLength(200 - before);
    await requests.settle();
    expect(answered).toHaveLength(before);

    requests.start();
    await requests.settle();
    expect(answered).toEqual(Array.from({ length: 200 }, (_, n) => n));
    expect(await rows()).toEqual([]);
  });

  it('of a kind that this version does not know wait for one that does', async () => {
    await mail.app.get(WaitingRequests).add('of-the-future', { context: null, details: {} }, mail.clock.now());
    await requests.settle();
    expect(await rows()).toMatchObject([{ kind: 'of-the-future', attempts: 0 }]);
    await expect(requests.ask(new MailRequestKind<Asked>('nobody'), { email: 'a@example.com' })).rejects.toThrow();
  });
});
