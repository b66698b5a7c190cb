import { auditOf, bearer, call, introspect, logIn, refresh, serviceKey, signUp, type Answer, type Tokens } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

interface ListedSession {
  readonly id: string;
  readonly current: boolean;
}

describe("a user's own sessions", () => {
  let test: TestApp;
  let key: string;
  let email: string;

  beforeAll(async () => {
    test = await createTestApp();
    key = await serviceKey(test);
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    email = await signUp(test);
  });

  const list = async (tokens: Tokens): Promise<ListedSession[]> => (await call<ListedSession[]>(test, 'GET', '/me/sessions', undefined, bearer(tokens.access_token))).body;
  const current = async (tokens: Tokens): Promise<string> => (await list(tokens)).find((session) => session.current)?.id ?? '';
  const end = (tokens: Tokens, id: string): Promise<Answer> => call(test, 'DELETE', `/me/sessions/${id}`, undefined, bearer(tokens.access_token));
  const stands = async (tokens: Tokens): Promise<unknown> => (await introspect(test, key, tokens.access_token)).body['active'];

  it('SE-13 are listed without any token, and one is ended by its id, twice if need be', async () => {
    const [here, there] = [await logIn(test, email), await logIn(test, email)];
    const listed = JSON.stringify(await list(here));
    for (const secret of [here.access_token, here.refresh_token, there.refresh_token]) expect(listed).not.toContain(secret);
    const id = await current(there);
    expect((await end(here, id)).status).toBe(204);
    expect([await stands(here), await stands(there)]).toEqual([true, false]);
    expect((await refresh(test, there.refresh_token)).status).toBe(401);
    expect((await end(here, id)).status).toBe(204);
    const [entry] = await auditOf(test, { action: 'auth.session.ended_by_user' });
    expect(entry).toMatchObject({ status: 'success', resource: 'Session', resource_id: id });
  });

  it("SE-13 another user's session answers like one that does not exist, and stands", async () => {
    const mine = await logIn(test, email);
    const other = await logIn(test, await signUp(test));
    const foreign = await end(mine, await current(other));
    const absent = await end(mine, '2f1b9a70-5a0f-4c57-9f0e-7d1a3b5c9e21');
    const { request_id: _, ...foreignBody } = foreign.body;
    const { request_id: __, ...absentBody } = absent.body;
    expect([foreign.status, absent.status]).toEqual([404, 404]);
    expect(foreignBody).toEqual(absentBody);
    expect((await end(mine, 'not-an-id')).status).toBe(404);
    expect(await stands(other)).toBe(true);
  });

  it('SE-10 all others are ended at once, the one that asks stays', async () => {
    const all = [await logIn(test, email), await logIn(test, email), await logIn(test, email)] as const;
    expect((await call(test, 'DELETE', '/me/sessions', undefined, bearer(all[1].access_token))).status).toBe(204);
    expect(await Promise.all(all.map(stands))).toEqual([false, true, false]);
    expect(await list(all[1])).toHaveLength(1);
    const [entry] = await auditOf(test, { action: 'auth.session.others_ended' });
    expect(entry).toMatchObject({ status: 'success', metadata: { sessions_ended: 2 } });
  });

  it('can be ended by nobody without a session', async () => {
    expect((await call(test, 'DELETE', '/me/sessions')).status).toBe(401);
    expect((await call(test, 'DELETE', '/me/sessions/2f1b9a70-5a0f-4c57-9f0e-7d1a3b5c9e21')).status).toBe(401);
  });
});
