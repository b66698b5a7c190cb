import type { UserId } from '@authengine/kernel';
import { People } from '@authengine/testing';
import { auditOf, bearer, call, logIn, newAddress, PASSWORD, signUp, type Answer } from './kit/person.js';
import { mfaPerson, type MfaPerson } from './kit/authenticator.js';
import { createTestApp, type TestApp } from './test-app.js';

const NEW_PASSWORD = 'nine otters under the bridge';

describe('another address', () => {
  let test: TestApp;
  let email: string;
  let token: string;
  let next: string;

  beforeAll(async () => {
    test = await createTestApp({ env: { RATE_LIMIT_PER_MINUTE: '100000' } });
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    test.clock.reset();
    email = await signUp(test);
    token = (await logIn(test, email)).access_token;
    next = newAddress('next');
    await test.mails.clear();
  });

  const ask = (new_email = next, extra: Record<string, unknown> = { password: PASSWORD }, access = token): Promise<Answer> => call(test, 'POST', '/me/email', { new_email, ...extra }, bearer(access));
  const confirmation = async (address = next): Promise<string> => {
    expect((await ask(address)).status).toBe(202);
    return test.mails.token(address, 'Confirm your new');
  };
  const verify = (proof: string): Promise<Answer> => call(test, 'POST', '/auth/verify-email', { token: proof });
  const undo = (proof: string): Promise<Answer> => call(test, 'POST', '/auth/undo-email-change', { token: proof });
  const change = async (address = next): Promise<string> => {
    const former = email;
    expect((await verify(await confirmation(address))).status).toBe(200);
    return test.mails.token(former, 'address was changed');
  };
  const logInStatus = async (address: string, password = PASSWORD): Promise<number> => (await call(test, 'POST', '/auth/login', { email: address, password })).status;
  const me = async (): Promise<Record<string, unknown>> => (await call(test, 'GET', '/me', undefined, bearer(token))).body;

  it('EV-06 is the login once it is confirmed at the new mailbox, and not before; the old one is told twice', async () => {
    const proof = await confirmation(next.toUpperCase().toLowerCase());
    expect((await test.mails.latest(next)).text).toContain(email);
    expect((await test.mails.latest(email, 'new address was asked for')).text).toContain('/not-me#token=');
    expect(await me()).toMatchObject({ email, is_email_verified: true });
    expect([await logInStatus(email), await logInStatus(next)]).toEqual([200, 401]);
    expect((await verify(proof)).status).toBe(200);
    expect(await me()).toMatchObject({ email: next, is_email_verified: true });
    expect([await logInStatus(email), await logInStatus(next)]).toEqual([401, 200]);
    expect((await test.mails.latest(email, 'address was changed')).text).toContain('/undo-email-change#token=');
    expect((await verify(proof)).status).toBe(400);
    const [entry] = await auditOf(test, { action: 'user.email.changed', target_user_id: String((await me())['id']) });
    expect(entry).toMatchObject({ status: 'success', metadata: { from: email, to: next } });
  });

  it('EV-06 asks for the password, counted like a login, or for a recent login where there is none', async () => {
    expect(await ask(next, {})).toMatchObject({ status: 400, body: { errors: [{ field: 'password' }] } });
    expect(await ask(next, { password: 'wrong' })).toMatchObject({ status: 400, body: { code: 'auth.not_confirmed' } });
    await test.dataSource.query('DELETE FROM password_credentials WHERE user_id = (SELECT id FROM users WHERE email = $1)', [email]);
    test.clock.advance({ minutes: 11 });
    expect(await ask(next, {})).toMatchObject({ status: 403, body: { code: 'auth.recent_login_required' } });
    test.clock.reset();
    expect((await ask(next, {})).status).toBe(202);
    expect(await ask(email, {})).toMatchObject({ status: 400, body: { errors: [{ field: 'new_email' }] } });
    expect((await call(test, 'POST', '/me/email', { new_email: next, password: PASSWORD })).status).toBe(401);
  });

  it('EN-05 answers for a taken address as for a free one; its owner hears of it', async () => {
    const other = await signUp(test);
    const began = performance.now();
    const taken = await ask(other);
    expect(performance.now() - began).toBeGreaterThanOrEqual(95);
    const free = await ask();
    expect([taken.status, taken.body]).toEqual([free.status, free.body]);
    expect((await test.mails.latest(other, 'already have an account')).text).not.toContain('#token=');
  });

  it('EN-05 a link whose address was taken meanwhile is just not valid', async () => {
    const proof = await confirmation();
    await signUp(test, next);
    expect(await verify(proof)).toMatchObject({ status: 400, body: { code: 'auth.invalid_one_time_token' } });
    expect(await me()).toMatchObject({ email });
  });

  it('gives a free address to one of two who confirm it at once', async () => {
    const first = { email, token };
    const one = await confirmation();
    await test.mails.clear();
    email = await signUp(test);
    token = (await logIn(test, email)).access_token;
    const two = await confirmation();
    const answers = await Promise.all([one, two, one, two].map((proof) => verify(proof)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 400, 400, 400]);
    expect(first.email).not.toBe(email);
  });

  it('the newest request alone can be confirmed, for a day', async () => {
    const first = await confirmation();
    const latest = newAddress('latest');
    const second = await confirmation(latest);
    expect((await verify(first)).status).toBe(400);
    test.clock.advance({ hours: 25 });
    expect((await verify(second)).status).toBe(400);
    test.clock.reset();
    expect((await verify(second)).status).toBe(200);
  });

  it.each(['reset', 'change', 'not-me'])('EV-05 a %s voids a change that is under way', async (way) => {
    const proof = await confirmation();
    if (way === 'change') await call(test, 'POST', '/auth/password', { current_password: PASSWORD, new_password: NEW_PASSWORD }, bearer(token));
    if (way === 'not-me') expect((await call(test, 'POST', '/auth/not-me', { token: await test.mails.token(email, 'new address was asked for') })).status).toBe(200);
    if (way === 'reset') {
      await call(test, 'POST', '/auth/password-reset/request', { email });
      const reset = await test.mails.token(email, 'Choose a new password');
      expect((await call(test, 'POST', '/auth/password-reset/confirm', { token: reset, new_password: NEW_PASSWORD })).status).toBe(200);
    }
    expect((await verify(proof)).status).toBe(400);
  });

  it('links that the former mailbox has got are void once the address is changed', async () => {
    await call(test, 'POST', '/auth/magic-link/request', { email });
    const link = await test.mails.token(email, 'Your link to sign in');
    await change();
    expect((await call(test, 'POST', '/auth/magic-link/verify', { token: link })).status).toBe(400);
  });

  it('the owner of the former mailbox takes the account back, and the thief is out', async () => {
    const proof = await change();
    expect(await undo('x'.repeat(43))).toMatchObject({ status: 400 });
    expect((await undo(proof)).status).toBe(200);
    expect((await call(test, 'GET', '/me', undefined, bearer(token))).status).toBe(401);
    expect([await logInStatus(email), await logInStatus(next)]).toEqual([401, 401]);
    const reset = await test.mails.token(email, 'Choose a new password');
    expect((await call(test, 'POST', '/auth/password-reset/confirm', { token: reset, new_password: NEW_PASSWORD })).status).toBe(200);
    expect([await logInStatus(email, NEW_PASSWORD), await logInStatus(next, NEW_PASSWORD)]).toEqual([200, 401]);
    expect((await undo(proof)).status).toBe(400);
  });

  it('takes along nothing that another person joined under the new address', async () => {
    const people = new People(test.dataSource);
    const { id } = await me() as { id: UserId };
    const [before, owned, joined] = [await people.tenant(), await people.tenant(), await people.tenant()];
    await people.member(before, id, 'TENANT_USER');
    const proof = await change();
    await test.dataSource.query('UPDATE memberships SET created_at = $2 WHERE user_id = $1', [id, new Date(test.clock.now().getTime() - 1_000)]);
    await people.member(joined, id, 'TENANT_ADMIN');
    await people.member(owned, id, 'TENANT_OWNER');
    await test.dataSource.query('UPDATE tenants SET owner_id = $2 WHERE id = $1', [owned, id]);
    await test.dataSource.query('UPDATE memberships SET created_at = $3 WHERE user_id = $1 AND tenant_id = ANY($2)', [id, [joined, owned], new Date(test.clock.now().getTime() + 1_000)]);
    expect((await undo(proof)).status).toBe(200);
    const left = await test.dataSource.query<{ tenant_id: string }[]>('SELECT tenant_id FROM memberships WHERE user_id = $1', [id]);
    expect(left.map(({ tenant_id }) => tenant_id).sort()).toEqual([before, owned].sort());
    expect(await auditOf(test, { action: 'tenant.user.left', tenant_id: joined })).toEqual([expect.objectContaining({ target_user_id: id })]);
  });

  it('no mailbox that the thief gave the account later, and no account left in the way, undoes the undoing', async () => {
    const owners = await change();
    const former = email;
    email = next;
    const thiefs = await change(newAddress('third'));
    await call(test, 'POST', '/auth/register', { email: former, password: PASSWORD });
    expect((await call(test, 'DELETE', '/me', undefined, bearer(token))).status).toBe(202);
    const answers = await Promise.all(Array.from({ length: 5 }, () => undo(owners)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 400, 400, 400, 400]);
    expect((await undo(thiefs)).status).toBe(400);
    const [user] = await test.dataSource.query<Record<string, unknown>[]>('SELECT status, deletion_requested_at FROM users WHERE email = $1', [former]);
    expect(user).toEqual({ status: 'ACTIVE', deletion_requested_at: null });
  });

  it('can be undone for 7 days', async () => {
    const proof = await change();
    test.clock.advance({ days: 7, minutes: 1 });
    expect((await undo(proof)).status).toBe(400);
  });

  describe('of an account with a second factor', () => {
    let mine: MfaPerson;
    beforeEach(async () => {
      mine = await mfaPerson(test);
    });
    const askWith = (extra: Record<string, unknown>): Promise<Answer> => ask(next, { password: PASSWORD, ...extra }, mine.tokens.access_token);
    const askedFor = async (): Promise<number> => {
      const me = await call<{ id: string }>(test, 'GET', '/me', undefined, bearer(mine.tokens.access_token));
      return (await auditOf(test, { action: 'user.email_change.requested', status: 'success', actor_id: me.body.id })).length;
    };

    it('EV-06 MF-06 asks for its code too, however recent the login, and says so', async () => {
      expect(await askWith({})).toMatchObject({ status: 400, body: { code: 'reauthentication.code_required' } });
      expect(await askWith({ code: mine.authenticator.wrong() })).toMatchObject({ status: 400, body: { code: 'auth.not_confirmed' } });
      expect(await askWith({ code: mine.authenticator.next(), password: 'wrong' })).toMatchObject({ status: 400, body: { code: 'auth.not_confirmed' } });
      expect(await askedFor()).toBe(0);
      const code = mine.authenticator.next();
      expect((await askWith({ code })).status).toBe(202);
      expect(await askedFor()).toBe(1);
      expect(await askWith({ code })).toMatchObject({ status: 400, body: { code: 'auth.not_confirmed' } });
      expect((await verify(await test.mails.token(next, 'Confirm your new'))).status).toBe(200);
      const refused = await auditOf(test, { action: 'user.email_change.refused', status: 'failure', limit: '3' });
      expect(refused.map((entry) => (entry['metadata'] as { reason: string }).reason)).toEqual(['wrong_code', 'wrong_password', 'wrong_code']);
    });

    it('MF-04 of 20 parallel requests with one right code one is taken, and wrong ones use a budget up', async () => {
      const code = mine.authenticator.next();
      const answers = await Promise.all(Array.from({ length: 20 }, () => askWith({ code })));
      expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
      for (let i = 0; i < 12; i += 1) await askWith({ code: mine.authenticator.wrong() });
      expect(await askWith({ code: mine.authenticator.next() })).toMatchObject({ status: 429, body: { code: expect.stringMatching(/too_many_attempts$/) } });
    });
  });
});
