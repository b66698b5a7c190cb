import { setTimeout as after } from 'node:timers/promises';
import { Memberships, Tenants, Users } from '@authengine/directory';
import type { SessionId, TenantId, UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Sessions } from '@authengine/sessions';
import { onRealPostgres, People } from '@authengine/testing';
import { auditOf, bearer, call, introspect, logIn, refresh, serviceKey, signUp, type Answer, type Tokens } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

interface Claims {
  readonly sid: SessionId;
  readonly sub: UserId;
  readonly tid?: TenantId;
}

const claimsOf = (token: string): Claims => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims;

describe('a refresh', () => {
  let test: TestApp;
  let people: People;
  let tokens: Tokens;
  let who: Claims;

  beforeAll(async () => {
    test = await createTestApp({ env: { RATE_LIMIT_PER_MINUTE: '100000' } });
    people = new People(test.dataSource);
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    test.clock.reset();
    tokens = await logIn(test, await signUp(test));
    who = claimsOf(tokens.access_token);
  });

  const provided = <T>(type: abstract new (...args: never[]) => T): T => test.app.get<T>(type, { strict: false });
  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => test.dataSource.query(text, values);
  const recorded = async (action: string): Promise<unknown[]> => (await auditOf(test, { action, limit: '100' })).filter((entry) => entry['resource_id'] === who.sid);
  /** From now on a session in a tenant of which the user is a member. */
  const enterTenant = async (): Promise<TenantId> => {
    const tenant = await people.tenant();
    await people.member(tenant, who.sub, 'TENANT_USER');
    await sql('UPDATE users SET version = version + 1 WHERE id = $1', [who.sub]);
    tokens = (await call<Tokens>(test, 'POST', '/auth/select-tenant', { tenant_id: tenant }, bearer(tokens.access_token))).body;
    return tenant;
  };

  it('is one statement, which also puts it on record and reads the whole answer', async () => {
    const tenant = await enterTenant();
    await people.member(await people.platform(), who.sub, 'PLATFORM_ADMIN', 'SUPER_ADMIN');
    await people.member(tenant, who.sub, 'TENANT_MANAGER');
    const { body: me } = await call(test, 'GET', '/me', undefined, bearer(tokens.access_token));
    const { dataSource } = test;
    const { logger } = dataSource;
    const statements: string[] = [];
    dataSource.logger = Object.assign(Object.create(logger) as typeof logger, { logQuery: (statement: string) => statements.push(statement) });
    const answer = await refresh(test, tokens.refresh_token).finally(() => (dataSource.logger = logger));
    // Beside those of the relays, which ship what is on record at any time.
    const own = statements.filter((statement) => /\b(?:sessions|users|tenants|memberships|role_assignments)\b|INSERT INTO audit_outbox/.test(statement) && !/\bwebhooks\b/.test(statement));
    expect(own).toEqual([expect.stringContaining('UPDATE sessions')]);
    expect(answer).toMatchObject({ status: 200, body: { user: me } });
    expect(me['roles']).toHaveLength(4);
    expect(claimsOf(answer.body.access_token)).toMatchObject({ sid: who.sid, sub: who.sub, tid: tenant });
    expect(await recorded('auth.session.refreshed')).toEqual([expect.objectContaining({ status: 'success', actor_id: who.sub, target_user_id: who.sub, ip_address: expect.any(String), metadata: { replayed: false } })]);
  });

  it('uses up no token where it cannot be put on record', async () => {
    await sql("ALTER TABLE audit_outbox ADD CONSTRAINT closed CHECK (entry->>'action' <> 'auth.session.refreshed')");
    expect(await refresh(test, tokens.refresh_token)).toMatchObject({ status: 503, body: { code: 'server.unavailable' } });
    await sql('ALTER TABLE audit_outbox DROP CONSTRAINT closed');
    expect((await refresh(test, tokens.refresh_token)).status).toBe(200);
    expect(await recorded('auth.session.refreshed')).toEqual([expect.objectContaining({ metadata: { replayed: false } })]);
  });

  // The embedded Postgres has one session, so nothing can come in between.
  (onRealPostgres() ? describe : describe.skip)('that meets another change in the middle (needs TEST_POSTGRES_URL)', () => {
    let key: string;
    beforeAll(async () => {
      key = await serviceKey(test);
    });

    /** Begins `act`, lets a refresh run until it waits for it, and only then lets `act` commit: the refresh began before, and ends after. */
    async function refreshedAcross(act: () => Promise<unknown>): Promise<Answer<Tokens>> {
      let answer: Promise<Answer<Tokens>> | undefined;
      await provided(Transactions).run(async () => {
        await act();
        const [{ pid } = { pid: 0 }] = await provided(Transactions).manager.query<{ pid: number }[]>('SELECT pg_backend_pid() AS pid');
        // Outside of the transaction, as another request.
        answer = refresh(test, tokens.refresh_token);
        for (let patience = 200; ; patience -= 1) {
          if (patience === 0) throw new Error('the refresh waits for nothing');
          // On another connection: a transaction sees the others' activity as it was when it first looked.
          const waiting = await sql<{ query: string }>('SELECT query FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))', [pid]);
          if (waiting.some(({ query }) => query.includes('UPDATE sessions'))) break;
          await after(5);
        }
      });
      if (!answer) throw new Error('nothing was refreshed');
      return answer;
    }

    const ends: [string, () => Promise<unknown>][] = [
      ['a logout', () => provided(Sessions).end(who.sub, [who.sid], 'logout')],
      ['a suspension', async () => {
        const user = await provided(Users).lock(who.sub);
        await provided(Users).setStatus(user!, 'SUSPENDED');
        await provided(Sessions).endAll(who.sub, 'user_suspended');
      }],
      ['a new password', () => provided(Sessions).endAll(who.sub, 'password_changed')],
      ['a deletion', async () => {
        await provided(Sessions).endAll(who.sub, 'user_deleted');
        await provided(Users).remove(who.sub);
      }],
    ];
    it.each(ends)('is refused after %s, and has left nothing', async (_name, act) => {
      const answer = await refreshedAcross(act);
      expect(answer).toMatchObject({ status: 401, body: { code: 'auth.invalid_refresh_token' } });
      expect((await introspect(test, key, tokens.access_token)).body).toEqual({ active: false });
      expect(await sql('SELECT 1 FROM sessions WHERE id = $1 AND (ended_at IS NULL OR refresh_counter > 0)', [who.sid])).toEqual([]);
      expect(await recorded('auth.session.refreshed')).toEqual([]);
      expect(await recorded('auth.session.refresh_refused')).toHaveLength(1);
    });

    const leaves: [string, (tenant: TenantId) => Promise<unknown>][] = [
      ['is closed', async (tenant) => {
        await provided(Tenants).update(tenant, { status: 'SUSPENDED' });
        await provided(Sessions).endIn(tenant);
      }],
      ['is deleted', (tenant) => provided(Tenants).delete(tenant)],
      ['is left by its member', async (tenant) => {
        await provided(Memberships).remove(tenant, who.sub);
        await provided(Users).changed([who.sub], 'revokes');
        await provided(Sessions).endIn(tenant, who.sub);
      }],
    ];
    it.each(leaves)('is refused when its tenant %s, and has left nothing', async (_name, act) => {
      const tenant = await enterTenant();
      expect(await refreshedAcross(() => act(tenant))).toMatchObject({ status: 401, body: { code: 'auth.invalid_refresh_token' } });
      expect((await introspect(test, key, tokens.access_token)).body).toEqual({ active: false });
      expect(await recorded('auth.session.refreshed')).toEqual([]);
    });

    it('gets the same successor as the refresh that came first', async () => {
      const answer = await refreshedAcross(async () => provided(Sessions).rotate((await provided(Sessions).lock(who.sid))!));
      expect(answer.status).toBe(200);
      expect(answer.body.refresh_token).toBe((await refresh(test, tokens.refresh_token)).body.refresh_token);
      expect(await recorded('auth.session.refreshed')).toEqual(expect.arrayContaining([expect.objectContaining({ metadata: { replayed: true } })]));
      expect(await sql('SELECT refresh_counter::integer AS counter FROM sessions WHERE id = $1', [who.sid])).toEqual([{ counter: 1 }]);
    });

    it('names the tenant that the session has entered meanwhile', async () => {
      const tenant = await people.tenant();
      await people.member(tenant, who.sub, 'TENANT_USER');
      const answer = await refreshedAcross(async () => {
        const session = await provided(Sessions).lock(who.sid);
        await provided(Sessions).enter(session!, tenant);
      });
      expect(answer.status).toBe(200);
      expect(claimsOf(answer.body.access_token).tid).toBe(tenant);
    });
  });

  it('is won by one of 20 at two nodes, and the others get its successor', async () => {
    const other = await createTestApp({ env: { RATE_LIMIT_PER_MINUTE: '100000' }, beside: test });
    try {
      const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => refresh(i % 2 === 0 ? test : other, tokens.refresh_token)));
      expect(new Set(answers.map(({ status, body }) => `${status} ${body.refresh_token}`)).size).toBe(1);
      expect(answers[0]?.status).toBe(200);
      const entries = (await recorded('auth.session.refreshed')) as { metadata: { replayed: boolean } }[];
      expect(entries.filter(({ metadata }) => !metadata.replayed)).toHaveLength(1);
      expect(entries).toHaveLength(20);
    } finally {
      await other.close();
    }
  });
});
