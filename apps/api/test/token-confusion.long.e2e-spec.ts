import { Writable } from 'node:stream';
import { MailQueue } from '@authengine/mail';
import { FakeClock, FakeProvider } from '@authengine/testing';
import { Logger } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { pino } from 'pino';
import { logOptions } from '../src/logging/create-log.js';
import { NestLog } from '../src/logging/nest-log.js';
import { WRITTEN_BY_ALL as RECORDS } from './kit/database-contents.js';
import { tokenKinds, type TokenKind } from './kit/token-kinds.js';
import { tokenKindsInSources } from './kit/token-sources.js';
import { tokenTakers, tokenTakersIn, UNTOLD, type Reply, type Taker } from './kit/token-takers.js';
import { createTestApp, type TestApp } from './test-app.js';

/** Records, queues and use, and what a refusal that is meant to count writes (guesses); never a session. */
const WRITTEN_BY_ALL = new Set([...RECORDS, 'second_factor_budgets'].filter((table) => table !== 'sessions'));
const TOUCHED_BY_USE = "'last_seen_at', 'last_used_at'";

describe('TK-05 TK-06 a token of one kind where another kind belongs', () => {
  const clock = new FakeClock();
  const provider = new FakeProvider(clock);
  let test: TestApp;
  let kinds: Readonly<Record<string, TokenKind>>;
  let takers: Readonly<Record<string, Taker>>;
  let document: OpenAPIObject;
  /** The log, all of it. */
  const told: string[] = [];

  beforeAll(async () => {
    test = await createTestApp({ clock, provider, env: { OIDC_ENABLED: 'true', REDIRECT_ALLOWLIST: 'https://app.example.com', RATE_LIMIT_PER_MINUTE: '100000', METRICS_TOKEN: 'nine-kestrels-over-the-harbour' } });
    document = (await (await fetch(`${test.url}/openapi.json`)).json()) as OpenAPIObject;
    const log = pino({ ...logOptions(test.settings), level: 'trace' }, new Writable({ write: (chunk: Buffer, _encoding, done) => (told.push(chunk.toString()), done()) }));
    Logger.overrideLogger(new NestLog(log));
    kinds = tokenKinds(test, provider);
    takers = await tokenTakers(test, provider, document);
  });
  afterAll(async () => {
    Logger.overrideLogger(false);
    await test.close();
  });

  const snapshot = async (): Promise<string> => {
    await test.app.get(MailQueue, { strict: false }).settle();
    const tables = await test.dataSource.query<{ t: string }[]>("SELECT table_name AS t FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1");
    const contents: unknown[] = [(await test.mails.all()).length];
    for (const { t } of tables) {
      if (!WRITTEN_BY_ALL.has(t)) contents.push(t, await test.dataSource.query(`SELECT to_jsonb(x) - ARRAY[${TOUCHED_BY_USE}] AS row FROM ${t} x ORDER BY to_jsonb(x)::text`));
    }
    return JSON.stringify(contents);
  };
  /** All that PostgreSQL holds, as text; bytes too. */
  const dump = async (): Promise<string> => {
    const tables = await test.dataSource.query<{ t: string }[]>("SELECT table_name AS t FROM information_schema.tables WHERE table_schema = 'public'");
    const rows = await Promise.all(tables.map(({ t }) => test.dataSource.query(`SELECT to_jsonb(x) AS row FROM ${t} x`)));
    const text = JSON.stringify(rows);
    return text + [...text.matchAll(/\\\\x([0-9a-f]+)/g)].map(([, hex]) => Buffer.from(hex ?? '', 'hex').toString('latin1')).join('\n');
  };
  const isRefusal = (how: Taker['refusal'], { status, body }: Reply): boolean => {
    if (how === 'inactive') return status === 200 && JSON.stringify(body) === '{"active":false}';
    if (how === 'nothing') return status === 200 && body === '';
    // 429 would be no answer to the question.
    return how === 401 ? status === 401 : status >= 400 && status < 500 && status !== 429;
  };

  it('is one of the kinds that the code can make', () => {
    expect(Object.values(kinds).map(({ source }) => source).sort()).toEqual(tokenKindsInSources());
  });

  it('meets every place of the API that takes one', () => {
    expect(Object.keys(takers).filter((at) => !UNTOLD.includes(at)).sort()).toEqual(tokenTakersIn(document));
    expect(Object.keys(takers)).toEqual(expect.arrayContaining(UNTOLD));
    expect(Object.keys(takers)).toEqual(expect.arrayContaining(Object.values(kinds).flatMap(({ own }) => own)));
  });

  it('SE-02 EV-04 ML-03 is kept nowhere as it is, and is in no answer where a mail brings it', async () => {
    const answered: string[] = [];
    const realFetch = globalThis.fetch;
    const listening = jest.spyOn(globalThis, 'fetch').mockImplementation(async (...asked) => {
      const response = await realFetch(...asked);
      answered.push(JSON.stringify([...response.headers]), await response.clone().text());
      return response;
    });
    const wrong: string[] = [];
    try {
      for (const [name, { issue, mailed }] of Object.entries(kinds)) {
        answered.length = 0;
        const { token, redeem } = await issue();
        if (mailed && answered.join('\n').includes(token)) wrong.push(`${name} is in an answer`);
        if ((await dump()).includes(token)) wrong.push(`${name} is in the database`);
        if ((await redeem()).status !== 200) wrong.push(`${name} was no good`);
        if ((await dump()).includes(token)) wrong.push(`${name} is in the database once used`);
      }
      expect(wrong).toEqual([]);
      expect(answered.length).toBeGreaterThan(0);
    } finally {
      listening.mockRestore();
    }
  });

  it('is refused everywhere but where it belongs, changes nothing, is not logged, and is still good there', async () => {
    const wrong: string[] = [];
    let cells = 0;
    for (const [name, { issue, own }] of Object.entries(kinds)) {
      clock.reset();
      const issued = await issue();
      if (issued.token.length < 16) wrong.push(`${name} was not issued`);
      const present = async (usesUp: boolean): Promise<void> => {
        for (const [at, taker] of Object.entries(takers)) {
          if (own.includes(at) || (taker.usesUp === true) !== usesUp) continue;
          for (const reply of await taker.present(issued.token, issued)) {
            cells += 1;
            if (!isRefusal(taker.refusal, reply)) wrong.push(`${name} at ${at}: ${reply.at} answered ${reply.status} ${JSON.stringify(reply.body)}`);
          }
        }
      };
      const before = await snapshot();
      await present(false);
      if ((await snapshot()) !== before) wrong.push(`${name} changed something`);
      await present(true);
      const redeemed = await issued.redeem();
      if (redeemed.status !== 200) wrong.push(`${name} was answered ${redeemed.status} where it belongs`);
      if (told.join('').includes(issued.token)) wrong.push(`${name} is in the log`);
    }
    expect(wrong).toEqual([]);
    expect(told.length).toBeGreaterThan(0);
    expect(cells).toBeGreaterThan(Object.keys(kinds).length * 80);
  }, 300_000);
});
