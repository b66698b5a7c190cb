import { currentRequest, type RequestContext } from '@authengine/contracts';
import type { Logger } from 'typeorm';
import { beginSignIn } from './kit/passkeys.js';
import { bearer, call, logIn, newAddress, PASSWORD, signUp, type Answer } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

type Ask = (email: string) => Promise<Pick<Answer, 'status'>>;

const BURST = 60;

/** What is asked for with an address that somebody may own, and answered the same to everybody. */
describe('whether an address has an account, asked by many requests at once', () => {
  let test: TestApp;
  let caller = '';
  beforeAll(async () => {
    test = await createTestApp();
    caller = (await logIn(test, await signUp(test))).access_token;
  });
  afterAll(() => test.close());

  const asks: Record<string, Ask> = {
    'a registration': (email) => call(test, 'POST', '/auth/register', { email, password: PASSWORD }),
    'a magic link': (email) => call(test, 'POST', '/auth/magic-link/request', { email }),
    'a password reset': (email) => call(test, 'POST', '/auth/password-reset/request', { email }),
    'a verification mail': (email) => call(test, 'POST', '/auth/verify-email/resend', { email }),
    'a ceremony with a passkey': async (email) => beginSignIn(test, { email }).then(() => ({ status: 202 })),
  };

  it.each(Object.keys(asks))('EN-04 %s reads and writes no row of a user on the path of the request', async (name) => {
    const email = await signUp(test);
    const statements = await statementsOf(test, () => asks[name]?.(email));
    expect(statements.length).toBeGreaterThan(0);
    expect(statements.filter((sql) => /\busers\b/.test(sql))).toEqual([]);
  });

  it('EN-05 a change of address does the same for an address that is taken and for one that is free', async () => {
    const taken = await signUp(test);
    const ask = (email: string) => () => call(test, 'POST', '/me/email', { new_email: email, password: PASSWORD }, bearer(caller));
    const [first, second] = [await statementsOf(test, ask(taken)), await statementsOf(test, ask(newAddress()))];
    expect(first.length).toBeGreaterThan(0);
    expect(first).toEqual(second);
  });

  it.each(['a magic link', 'a password reset'])('EN-04 %s takes as long for an address that is known as for one that is not', async (name) => {
    const ask = asks[name];
    if (!ask) throw new Error(name);
    const known = await signUp(test);
    await ask(newAddress());
    await test.mails.settle();
    const times = { known: [] as number[], unknown: [] as number[] };
    // Address by address as an attacker would, since only requests for one address can wait for each other; twice, in both orders.
    for (const order of [['known', 'unknown'], ['unknown', 'known']] as const) {
      for (const whose of order) {
        const email = whose === 'known' ? known : newAddress();
        times[whose].push(...(await Promise.all(Array.from({ length: BURST }, () => timed(ask, email)))));
        await test.mails.settle();
      }
    }
    const ratio = median(times.known) / median(times.unknown);
    expect(ratio).toBeGreaterThan(1 / 2);
    expect(ratio).toBeLessThan(2);
  });

  it('keeps the number of mails to an address the same, however many ask at once', async () => {
    const email = await signUp(test);
    await test.mails.clear();
    await Promise.all(Array.from({ length: 20 }, () => call(test, 'POST', '/auth/magic-link/request', { email })));
    await test.mails.settle();
    expect(await test.mails.all(email)).toHaveLength(3);
  });
});

async function timed(ask: Ask, email: string): Promise<number> {
  const began = performance.now();
  expect((await ask(email)).status).toBe(202);
  return performance.now() - began;
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

/** The statements that one request sent to the database itself, in order; what it left to others is done in a context of its own. */
async function statementsOf(test: TestApp, request: () => unknown): Promise<string[]> {
  const seen: { readonly context: RequestContext; readonly sql: string }[] = [];
  const { logger } = test.dataSource;
  const logQuery = (sql: string): void => {
    const context = currentRequest();
    if (context) seen.push({ context, sql });
  };
  test.dataSource.logger = { logQuery, logQueryError: () => undefined, logQuerySlow: () => undefined, logSchemaBuild: () => undefined, logMigration: () => undefined, log: () => undefined } satisfies Logger;
  try {
    await request();
    await test.mails.settle();
  } finally {
    test.dataSource.logger = logger;
  }
  const own = seen[0]?.context;
  return seen.filter(({ context }) => context === own).map(({ sql }) => sql);
}
