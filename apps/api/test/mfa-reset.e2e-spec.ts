import { People } from '@authengine/testing';
import { actorOf, newActor, type Actor } from './kit/actor.js';
import { challengeOf, complete, mfaPerson, turnOn, type MfaPerson } from './kit/authenticator.js';
import { auditOf, bearer, call, logIn, logInAsSuperAdmin, PASSWORD } from './kit/person.js';
import { addPasskey, signInBy } from './kit/passkeys.js';
import { createTestApp, type TestApp } from './test-app.js';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

describe('an administrator resets second factors', () => {
  let test: TestApp;
  let people: People;
  let admin: Actor;
  let person: MfaPerson;
  let id: string;

  beforeAll(async () => {
    test = await createTestApp({ env: { RATE_LIMIT_PER_MINUTE: '100000' } });
    people = new People(test.dataSource);
    admin = await actorOf(test, await people.newMember(await people.platform(), 'PLATFORM_ADMIN'));
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    test.clock.reset();
    person = await mfaPerson(test);
    id = (await call<{ id: string }>(test, 'GET', '/me', undefined, bearer(person.tokens.access_token))).body.id;
  });

  const isOn = async (): Promise<unknown> => (await test.dataSource.query<{ mfa_enabled: boolean }[]>('SELECT mfa_enabled FROM users WHERE id = $1', [id]))[0]?.mfa_enabled;

  it('RB-02 the factors and every session are gone, passkeys stay, the owner is told, and it is on record', async () => {
    const { authenticator: key } = await addPasskey(test, person.tokens.access_token);
    const challenge = await challengeOf(test, person.email);
    expect((await admin.ask('DELETE', `/platform/users/${id}/mfa`)).status).toBe(204);
    expect((await call(test, 'GET', '/me', undefined, bearer(person.tokens.access_token))).status).toBe(401);
    expect((await call(test, 'POST', '/auth/refresh', { refresh_token: person.tokens.refresh_token })).status).toBe(401);
    expect((await complete(test, challenge.mfa_pending_token, person.authenticator.next())).status).toBe(401);
    await logIn(test, person.email);
    expect((await signInBy(test, key)).status).toBe(200);
    const mail = await test.mails.latest(person.email, 'was reset');
    expect(mail.text).toContain('/not-me#token=');
    expect(await auditOf(test, { action: 'mfa.factors.reset', target_user_id: id })).toMatchObject([{ status: 'success', actor_id: admin.id, metadata: { sessions_ended: 1 } }]);
    expect(await admin.ask('DELETE', `/platform/users/${id}/mfa`)).toMatchObject({ status: 409, body: { code: 'user.no_second_factor' } });
    const mine = await logIn(test, person.email);
    expect((await turnOn(test, mine.access_token)).recoveryCodes).toHaveLength(10);
  });

  it('RB-02 never of a user of one’s own level or above, nor one’s own', async () => {
    await people.member(await people.platform(), id as never, 'PLATFORM_ADMIN');
    for (const target of [id, admin.id]) expect(await admin.ask('DELETE', `/platform/users/${target}/mfa`)).toMatchObject({ status: 403, body: { code: 'role.level_insufficient' } });
    expect(await isOn()).toBe(true);
    expect((await call(test, 'GET', '/me', undefined, bearer(person.tokens.access_token))).status).toBe(200);
    const root = await logInAsSuperAdmin(test);
    expect((await call(test, 'DELETE', `/platform/users/${id}/mfa`, undefined, bearer(root.access_token))).status).toBe(204);
  });

  it('asks for the permission, a recent login and a user who is there', async () => {
    const stranger = await newActor(test);
    expect(await stranger.ask('DELETE', `/platform/users/${id}/mfa`)).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } });
    expect((await call(test, 'DELETE', `/platform/users/${id}/mfa`)).status).toBe(401);
    for (const unknown of [UNKNOWN, 'nobody']) expect(await admin.ask('DELETE', `/platform/users/${unknown}/mfa`)).toMatchObject({ status: 404 });
    test.clock.advance({ minutes: 11 });
    expect(await admin.ask('DELETE', `/platform/users/${id}/mfa`)).toMatchObject({ status: 403, body: { code: 'auth.recent_login_required' } });
    expect(await isOn()).toBe(true);
    const refused = await auditOf(test, { action: 'mfa.factors.reset', status: 'denied' });
    expect(refused.map((entry) => entry['actor_id'])).toEqual(expect.arrayContaining([stranger.id, admin.id]));
  });

  it('a dry run tells which sessions would end, and changes and mails nothing', async () => {
    const forecast = await admin.ask<{ sessions_ended: unknown[] }>('DELETE', `/platform/users/${id}/mfa?dry_run=true`);
    expect(forecast).toMatchObject({ status: 200, body: { sessions_ended: [expect.anything()] } });
    expect(await isOn()).toBe(true);
    expect((await call(test, 'POST', '/auth/login', { email: person.email, password: PASSWORD })).status).toBe(202);
    expect((await test.mails.all(person.email)).filter(({ subject }) => subject.includes('was reset'))).toEqual([]);
  });
});
