import { bearer, call, logInAsSuperAdmin } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const LOG = '/platform/audit';

describe('AU-06 the audit log', () => {
  let test: TestApp;
  let token: string;

  beforeAll(async () => {
    test = await createTestApp();
    token = (await logInAsSuperAdmin(test)).access_token;
  });
  afterAll(() => test.close());

  it.each(['actor_id[$ne]=x', 'actor_id[]=x', 'action[$regex]=.*', '$where=1', 'action=(a%2B)%2B%24', 'status=%7B%22%24ne%22%3A1%7D', 'actor_id=a&actor_id=b', 'q[__proto__][x]=1', 'action=%00'])(
    'takes no operator, pattern or list for a value: %s',
    async (query) => {
      expect((await call(test, 'GET', `${LOG}?${query}`, undefined, bearer(token))).status).toBe(400);
    },
  );

  it('is changed by nobody', async () => {
    const entries = await call<{ id: string }[]>(test, 'GET', `${LOG}?limit=1`, undefined, bearer(token));
    const id = entries.body[0]?.id ?? '';
    expect(id).not.toBe('');
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      expect((await call(test, method, LOG, undefined, bearer(token))).status).toBe(405);
      expect((await call(test, method, `${LOG}/${id}`, undefined, bearer(token))).status).toBe(404);
    }
  });
});
