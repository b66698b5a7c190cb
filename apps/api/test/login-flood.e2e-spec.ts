import { AuditRelay, AuditStore } from '@authengine/audit';
import { PASSWORD, signUp } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('a flood of logins', () => {
  let test: TestApp;
  beforeAll(async () => {
    // Dear enough that only a few dozen can be hashed in the time that anybody is let wait.
    test = await createTestApp({ env: { BCRYPT_COST: '11' } });
  });
  afterAll(() => test.close());

  it('is served as far as it can be in time; the rest gets 503 with Retry-After at once, without an entry for each', async () => {
    const emails = await Promise.all(Array.from({ length: 3 }, () => signUp(test)));
    const logIn = (email: string | undefined): Promise<Response> =>
      fetch(`${test.url}/api/v1/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password: PASSWORD }) });
    const answers = await Promise.all(Array.from({ length: 300 }, (_, i) => logIn(emails[i % emails.length])));
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(150);
    expect(refused.every(({ headers }) => Number(headers.get('retry-after')) >= 1)).toBe(true);
    // Ten guesses a minute and account are let in: some of those that were served meet that budget.
    expect(answers.map(({ status }) => status).filter((status) => ![200, 429, 503].includes(status))).toEqual([]);
    expect(answers.some(({ status }) => status === 200)).toBe(true);

    await test.app.get(AuditRelay, { strict: false }).flush();
    const entries = await test.app.get(AuditStore, { strict: false }).query({}, { limit: 1_000 });
    const told = entries.filter(({ metadata }) => metadata['code'] === 'server.busy');
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThan(refused.length / 10);
  });
});
