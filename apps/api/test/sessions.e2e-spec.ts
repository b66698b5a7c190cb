import { User, Users } from '@authengine/directory';
import type { SessionId, UserId } from '@authengine/kernel';
import { PlainColumns, Transactions } from '@authengine/persistence';
import { Session, Sessions } from '@authengine/sessions';
import { onRealPostgres } from '@authengine/testing';
import { challengeOf, complete, turnOn } from './kit/authenticator.js';
import { auditOf, bearer, call, introspect, logIn, PASSWORD, refresh, serviceKey, signUp, type Tokens } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('sessions', () => {
  let test: TestApp;
  let key: string;
  let email: string;

  beforeAll(async () => {
    test = await createTestApp();
    key = await serviceKey(test);
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    test.clock.reset();
    email = await signUp(test);
  });

  const isActive = async (token: string): Promise<unknown> => (await introspect(test, key, token)).body['active'];

  it('SE-01 are new with every login, whatever the client brings along', async () => {
    const sidOf = (token: string): unknown => (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sid: unknown }).sid;
    const before = await logIn(test, email);
    const sid = String(sidOf(before.access_token));
    const brought = { ...bearer(before.access_token), Cookie: `sid=${sid}; session=${sid}; connect.sid=${sid}`, 'X-Session-Id': sid };
    const again = await call<Tokens>(test, 'POST', '/auth/login', { email, password: PASSWORD }, brought);
    expect(again.status).toBe(200);
    expect(sidOf(again.body.access_token)).not.toBe(sid);
    expect(again.headers.get('set-cookie')).toBeNull();
    for (const field of ['session_id', 'sid']) expect((await call(test, 'POST', '/auth/login', { email, password: PASSWORD, [field]: sid })).status).toBe(400);
    const { recoveryCodes } = await turnOn(test, again.body.access_token);
    const challenge = await challengeOf(test, email);
    const completed = await complete(test, challenge.mfa_pending_token, recoveryCodes[0] ?? '');
    expect([sid, sidOf(again.body.access_token)]).not.toContain(sidOf(completed.body.access_token));
  });

  it('SE-10 all of a user’s end at once with a reset, which a new login outlives', async () => {
    const sessions = [await logIn(test, email), await logIn(test, email)];
    await call(test, 'POST', '/auth/password-reset/request', { email });
    await call(test, 'POST', '/auth/password-reset/confirm', { token: await test.mails.token(email, 'Choose a new password'), new_password: 'nine otters under the bridge' });
    for (const { access_token, refresh_token } of sessions) expect([await isActive(access_token), (await refresh(test, refresh_token)).status]).toEqual([false, 401]);
    expect(await isActive((await logIn(test, email, 'nine otters under the bridge')).access_token)).toBe(true);
  });

  describe('refresh', () => {
    it('reads session and user in one statement, or as JSON, as TypeORM reads them in two', async () => {
      const { access_token } = await logIn(test, email);
      const { sid, sub } = JSON.parse(Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString()) as { sid: SessionId; sub: UserId };
      const [sessions, users, transactions] = [test.app.get(Sessions, { strict: false }), test.app.get(Users, { strict: false }), test.app.get(Transactions, { strict: false })];
      const [together, apart] = await transactions.run(async () => [await sessions.lockWithUser(sid), { session: await sessions.lock(sid), user: await users.find(sub) }]);
      expect(together).toStrictEqual(apart);
      expect(together?.user.authStrategies).toEqual(['email_password']);
      const [row] = await test.dataSource.query<Record<'session' | 'owner', Record<string, unknown>>[]>('SELECT to_json(s) AS session, to_json(u) AS owner FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = $1', [sid]);
      const { manager } = test.dataSource;
      expect({ session: new PlainColumns(manager, Session, 's').readJson(row!.session), user: new PlainColumns(manager, User, 'u').readJson(row!.owner) }).toStrictEqual(apart);
    });

    it('gives an honest retry of the immediate predecessor the same successor', async () => {
      const first = await logIn(test, email);
      const second = await refresh(test, first.refresh_token);
      const retried = await refresh(test, first.refresh_token);
      expect(retried.status).toBe(200);
      expect(retried.body.refresh_token).toBe(second.body.refresh_token);
    });

    it('SE-03 ends the session, is audited and tells the user when the predecessor comes back after the grace', async () => {
      const first = await logIn(test, email);
      const second = await refresh(test, first.refresh_token);
      test.clock.advance({ seconds: 11 });
      expect(await refresh(test, first.refresh_token)).toMatchObject({ status: 401, body: { code: 'auth.invalid_refresh_token' } });
      expect((await refresh(test, second.body.refresh_token)).status).toBe(401);
      expect(await isActive(second.body.access_token)).toBe(false);
      expect(await isActive(first.access_token)).toBe(false);
      expect(await test.mails.latest(email, 'ended one of your sessions')).toBeDefined();
      expect(await auditOf(test, { action: 'auth.refresh_token.reused' })).toEqual(expect.arrayContaining([expect.objectContaining({ status: 'denied' })]));
    });

    it('SE-05 refuses a token two generations old, also within the grace, and ends the session', async () => {
      const first = await logIn(test, email);
      const second = await refresh(test, first.refresh_token);
      const third = await refresh(test, second.body.refresh_token);
      expect((await refresh(test, first.refresh_token)).status).toBe(401);
      expect((await refresh(test, third.body.refresh_token)).status).toBe(401);
    });

    it('leaves one family after 20 parallel refreshes, and nobody logged out', async () => {
      const first = await logIn(test, email);
      const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(test, first.refresh_token)));
      expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(200));
      const successors = new Set(answers.map((answer) => answer.body.refresh_token));
      expect(successors.size).toBe(1);
      const sessions = await call<unknown[]>(test, 'GET', '/me/sessions', undefined, bearer(answers[0]?.body.access_token ?? ''));
      expect(sessions.body).toHaveLength(1);
      expect((await refresh(test, [...successors][0] ?? '')).status).toBe(200);
    });

    // On the embedded one, whose one session takes the statements in turn, there are few ways for the race to go.
    it('leaves nothing active when it races a logout, 10 times, and 50 on a real PostgreSQL', async () => {
      const rounds = onRealPostgres() ? 50 : 10;
      for (let round = 0; round < rounds; round += 1) {
        const tokens = await logIn(test, email);
        const [refreshed, loggedOut] = await Promise.all([refresh(test, tokens.refresh_token), call(test, 'POST', '/auth/logout', undefined, bearer(tokens.access_token))]);
        expect(loggedOut.status).toBe(204);
        expect(await isActive(tokens.access_token)).toBe(false);
        if (refreshed.status === 200) {
          expect(await isActive(refreshed.body.access_token)).toBe(false);
          expect((await refresh(test, refreshed.body.refresh_token)).status).toBe(401);
        }
      }
    });

    it('SE-14 takes no access token, no forged token and no other method', async () => {
      const tokens = await logIn(test, email);
      const flipped = tokens.refresh_token.slice(0, -1) + (tokens.refresh_token.endsWith('A') ? 'B' : 'A');
      for (const token of [tokens.access_token, flipped, `${tokens.refresh_token} `, 'ae_rt_', '']) {
        expect(await refresh(test, token)).toMatchObject({ status: 401, body: { code: 'auth.invalid_refresh_token' } });
      }
      expect((await call(test, 'GET', `/auth/refresh?refresh_token=${tokens.refresh_token}`)).status).toBe(405);
      expect((await refresh(test, tokens.refresh_token)).status).toBe(200);
    });

    it('SE-08 ends an idle session, and any session at its absolute lifetime', async () => {
      const idle = await logIn(test, email);
      test.clock.advance({ days: 8 });
      expect((await refresh(test, idle.refresh_token)).status).toBe(401);

      let current: Tokens = await logIn(test, email);
      for (let day = 0; day < 28; day += 4) {
        test.clock.advance({ days: 4 });
        const next = await refresh(test, current.refresh_token);
        expect(next.status).toBe(200);
        current = next.body;
      }
      test.clock.advance({ days: 4 });
      expect((await refresh(test, current.refresh_token)).status).toBe(401);
    });

    it('IN-07 answers inactive for a token whose session has run out', async () => {
      const tokens = await logIn(test, email);
      test.clock.advance({ minutes: 31 });
      expect(await isActive(tokens.access_token)).toBe(false);
      expect((await call(test, 'GET', '/me', undefined, bearer(tokens.access_token))).status).toBe(401);
    });

    it('has a refusal on record as such, also of a session that is no longer there', async () => {
      const tokens = await logIn(test, email);
      const refreshed = (): Promise<unknown[]> => auditOf(test, { action: 'auth.session.refreshed' });
      const before = await refreshed();
      await test.dataSource.query('DELETE FROM sessions WHERE user_id = (SELECT id FROM users WHERE email = $1)', [email]);
      expect((await refresh(test, tokens.refresh_token)).status).toBe(401);
      expect(await refreshed()).toEqual(before);
      const refused = await auditOf(test, { action: 'auth.session.refresh_refused', limit: '100' });
      expect(refused).toEqual(expect.arrayContaining([expect.objectContaining({ status: 'failure', metadata: { reason: 'unknown_session' } })]));
    });

    it('SE-07 BF-08 refuses a suspended user', async () => {
      const tokens = await logIn(test, email);
      await test.dataSource.query("UPDATE users SET status = 'SUSPENDED' WHERE email = $1", [email]);
      expect((await refresh(test, tokens.refresh_token)).status).toBe(401);
    });
  });

  describe('their number', () => {
    it('ends the oldest beyond MAX_CONCURRENT_SESSIONS', async () => {
      const all: Tokens[] = [];
      for (let i = 0; i < 6; i += 1) {
        all.push(await logIn(test, email));
        test.clock.advance({ seconds: 1 });
      }
      expect(await Promise.all(all.map((tokens) => isActive(tokens.access_token)))).toEqual([false, true, true, true, true, true]);
    });

    it('stays within the limit under 9 parallel logins', async () => {
      const all = await Promise.all(Array.from({ length: 9 }, () => logIn(test, email)));
      const active = await Promise.all(all.map((tokens) => isActive(tokens.access_token)));
      expect(active.filter(Boolean)).toHaveLength(5);
    });
  });

  describe('logout', () => {
    it('SE-09 ends this session only, its refresh token and its access token at once, and can be repeated', async () => {
      const [one, other] = [await logIn(test, email), await logIn(test, email)];
      expect((await call(test, 'POST', '/auth/logout', undefined, bearer(one.access_token))).status).toBe(204);
      expect((await call(test, 'POST', '/auth/logout', undefined, bearer(one.access_token))).status).toBe(204);
      expect(await isActive(one.access_token)).toBe(false);
      expect((await refresh(test, one.refresh_token)).status).toBe(401);
      expect((await call(test, 'GET', '/me', undefined, bearer(one.access_token))).status).toBe(401);
      expect(await isActive(other.access_token)).toBe(true);
      expect((await refresh(test, other.refresh_token)).status).toBe(200);
    });

    it('works for a suspended user', async () => {
      const tokens = await logIn(test, email);
      await test.dataSource.query("UPDATE users SET status = 'SUSPENDED' WHERE email = $1", [email]);
      expect((await call(test, 'POST', '/auth/logout', undefined, bearer(tokens.access_token))).status).toBe(204);
    });

    it('works with an access token that has expired, and by any refresh token of the session', async () => {
      const [one, two, three] = [await logIn(test, email), await logIn(test, email), await logIn(test, email)];
      test.clock.advance({ hours: 2 });
      expect((await call(test, 'GET', '/me', undefined, bearer(one.access_token))).status).toBe(401);
      for (let i = 0; i < 2; i += 1) expect((await call(test, 'POST', '/auth/logout', undefined, bearer(one.access_token))).status).toBe(204);
      expect((await refresh(test, one.refresh_token)).status).toBe(401);
      const next = await refresh(test, two.refresh_token);
      expect(next.status).toBe(200);
      // The one that was used up names the session as well.
      for (let i = 0; i < 2; i += 1) expect((await call(test, 'POST', '/auth/logout', { refresh_token: two.refresh_token })).status).toBe(204);
      expect(await isActive(next.body.access_token)).toBe(false);
      expect((await refresh(test, next.body.refresh_token)).status).toBe(401);
      // By both, one of which is broken.
      expect((await call(test, 'POST', '/auth/logout', { refresh_token: three.refresh_token }, bearer('broken'))).status).toBe(204);
      expect((await refresh(test, three.refresh_token)).status).toBe(401);
      const [entry] = await auditOf(test, { action: 'auth.session.logged_out' });
      expect(entry).toMatchObject({ status: 'success', actor_id: entry?.['target_user_id'], resource: 'Session' });
      // What had ended ends no more, and a token of it cannot fill the log.
      const ends = (await auditOf(test, { action: 'auth.session.logged_out', limit: '100' })).length;
      for (let i = 0; i < 3; i += 1) expect((await call(test, 'POST', '/auth/logout', { refresh_token: three.refresh_token })).status).toBe(204);
      expect(await auditOf(test, { action: 'auth.session.logged_out', limit: '100' })).toHaveLength(ends);
    });

    it('ends by a refresh token the session of a user who is suspended, and of one who is gone nothing', async () => {
      const tokens = await logIn(test, email);
      await test.dataSource.query("UPDATE users SET status = 'SUSPENDED' WHERE email = $1", [email]);
      expect((await call(test, 'POST', '/auth/logout', { refresh_token: tokens.refresh_token })).status).toBe(204);
      await test.dataSource.query('DELETE FROM users WHERE email = $1', [email]);
      expect((await call(test, 'POST', '/auth/logout', { refresh_token: tokens.refresh_token })).status).toBe(204);
    });

    it.each([[{ refresh_token: 'ae_rt_broken' }, 401], [{ refresh_token: '' }, 401], [{ refresh_token: null }, 401], [{ refresh_token: 42 }, 401], [{}, 401], [{ token: 'x' }, 401]])('is refused by %j alone', async (body, status) => {
      expect((await call(test, 'POST', '/auth/logout', body)).status).toBe(status);
    });

    it('is refused without a genuine token', async () => {
      expect((await call(test, 'POST', '/auth/logout')).status).toBe(401);
      expect((await call(test, 'POST', '/auth/logout', undefined, bearer('eyJhbGciOiJub25lIn0.e30.'))).status).toBe(401);
    });
  });
});
