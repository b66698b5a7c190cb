import type { QueryRunner } from 'typeorm';
import type { Actor } from './kit/actor.js';
import { application, Browser, CALLBACK, platformAdmin, relyingParty, start } from './kit/oidc.js';
import { PASSWORD, signUp } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const MOST_QUESTIONS = 100;

describe.each([['for one question', false], ['from one question on', true]])('the OpenID provider while Postgres is away %s', (_, lasts) => {
  let test: TestApp;
  let admin: Actor;

  beforeAll(async () => {
    test = await createTestApp({ env: { OIDC_ENABLED: 'true', MAX_CONCURRENT_SESSIONS: '1000', RATE_LIMIT_PER_MINUTE: '100000' } });
    admin = await platformAdmin(test);
  });
  afterAll(() => test.close());

  /** Asks again and again, each time with another question to Postgres that fails, or from which on all fail, until none does. Resolves with the statuses. */
  async function whicheverFails(lasts: boolean, ask: () => Promise<{ readonly status: number; readonly headers: Headers }>): Promise<Set<number>> {
    // Whichever way it is asked, by a repository too.
    const runner = Object.getPrototypeOf(test.dataSource.createQueryRunner()) as QueryRunner;
    const query = runner.query as (this: QueryRunner, ...all: unknown[]) => Promise<unknown>;
    const statuses = new Set<number>();
    for (let at = 1; at < MOST_QUESTIONS; at += 1) {
      let asked = 0;
      const postgres = jest.spyOn(runner, 'query').mockImplementation(function (this: QueryRunner, ...all: unknown[]) {
        // A server that goes away rolls back, and the pool drops the connection. Here it would be used again, with its transaction open.
        if (all[0] === 'ROLLBACK') return query.apply(this, all);
        asked += 1;
        return (lasts ? asked >= at : asked === at) ? Promise.reject(Object.assign(new Error('terminating connection'), { code: '57P01' })) : query.apply(this, all);
      });
      const { status, headers } = await ask();
      postgres.mockRestore();
      statuses.add(status);
      if (status >= 500) expect([at, status, Number(headers.get('retry-after')) > 0]).toEqual([at, 503, true]);
      if (asked < at) break;
    }
    return statuses;
  }

  it.each([
    ['/oauth2/introspect', { token: 'nobody-has-this-token' }, {}],
    ['/oauth2/token', { grant_type: 'client_credentials', scope: 'tenant.view' }, { type: 'service', redirect_uris: [], post_logout_redirect_uris: [] }],
    ['/oauth2/revoke', { token: 'nobody-has-this-token' }, {}],
    ['/oauth2/par', { response_type: 'code', code_challenge: 'x'.repeat(43), code_challenge_method: 'S256', redirect_uri: CALLBACK }, {}],
  ])('says at %s when to come back', async (path, form: Record<string, string>, fields: Record<string, unknown>) => {
    const app = await application(admin, { scopes: ['openid', 'tenant.view'], ...fields });
    const basic = `Basic ${Buffer.from(`${app.id}:${encodeURIComponent(app.client_secret)}`).toString('base64')}`;
    const statuses = await whicheverFails(lasts, () =>
      fetch(`${test.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: basic }, body: new URLSearchParams({ client_id: app.id, ...form }) }));
    expect([...statuses]).toEqual(expect.arrayContaining([503, path === '/oauth2/par' ? 201 : 200]));
  });

  it('says so on every step of a sign-in', async () => {
    const [config, email] = [await relyingParty(test, await application(admin)), await signUp(test)];
    const statuses = await whicheverFails(lasts, async () => {
      const { url } = await start(config);
      const page = await new Browser(test).open(url);
      return page.status === 200 ? page.send({ email, password: PASSWORD }) : page;
    });
    expect(statuses).toContain(503);
  });
});
