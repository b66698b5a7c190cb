import { auditEventCatalogue } from '@authengine/contracts';
import { People } from '@authengine/testing';
import { actorOf, newActor } from './kit/actor.js';
import { bearer, call, logIn, PASSWORD, signUp } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

interface Entry {
  readonly id: string;
  readonly action: string;
  readonly summary: string;
  readonly status: string;
  readonly by: string;
  readonly ip_address: string | null;
  readonly user_agent: string | null;
  readonly created_at: string;
}

describe('what happened to the own account', () => {
  let test: TestApp;
  let people: People;

  beforeAll(async () => {
    test = await createTestApp({ env: { TRUSTED_PROXIES: 'loopback', MAX_CONCURRENT_SESSIONS: '100' } });
    people = new People(test.dataSource);
  });
  afterAll(() => test.close());

  it('is told in plain words, with the own address and with no other', async () => {
    const email = await signUp(test);
    const from = (ip: string, agent: string): Record<string, string> => ({ 'X-Forwarded-For': ip, 'User-Agent': agent });
    await call(test, 'POST', '/auth/login', { email, password: 'wrong from elsewhere' }, from('203.0.113.66', 'Somebody/6.6'));
    const { body } = await call<{ access_token: string; user: { id: string } }>(test, 'POST', '/auth/login', { email, password: PASSWORD }, from('198.51.100.7', 'Own/1.0'));
    const admin = await actorOf(test, await people.newMember(await people.platform(), 'SUPER_ADMIN'));
    const ended = await call(test, 'DELETE', `/platform/users/${body.user.id}/sessions`, undefined, { ...bearer(admin.token), ...from('192.0.2.99', 'Admin/9.9') });
    expect(ended.status).toBeLessThan(300);
    const me = await logIn(test, email);
    const answer = await call<Entry[]>(test, 'GET', '/me/audit?limit=100', undefined, bearer(me.access_token));
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const of = (action: string): Entry | undefined => answer.body.find((entry) => entry.action === action);
    expect(of('auth.login.succeeded')).toMatchObject({ summary: 'A sign-in to your account', by: 'you', status: 'success' });
    expect(answer.body.filter(({ ip_address }) => ip_address === '198.51.100.7')).not.toHaveLength(0);
    expect(of('auth.login.failed')).toMatchObject({ summary: 'A sign-in to your account failed', by: 'unknown', ip_address: null, user_agent: null });
    expect(of('user.sessions.ended_by_admin')).toMatchObject({ summary: 'An administrator signed you out everywhere', by: 'another', ip_address: null, user_agent: null });
    expect(of('user.email.verified')?.summary).toBe('Your e-mail address was confirmed');
    const text = JSON.stringify(answer.body);
    for (const foreign of ['203.0.113.66', 'Somebody/6.6', '192.0.2.99', 'Admin/9.9', admin.id, admin.email, email]) expect(text).not.toContain(foreign);
    expect(answer.body.map(({ created_at }) => created_at)).toEqual(answer.body.map(({ created_at }) => created_at).sort().reverse());
  });

  it('is the own account alone, and says of acts on others that they were on others', async () => {
    const [owner, member] = [await newActor(test), await newActor(test)];
    const tenant = await people.tenant(owner.id);
    await people.member(tenant, member.id, 'TENANT_USER');
    expect((await owner.ask('DELETE', `/tenants/users/${tenant}/users/${member.id}`)).status).toBeLessThan(300);
    const met = (await member.ask<Entry[]>('GET', '/me/audit')).body;
    expect(met).toMatchObject([{ action: 'tenant.user.removed', summary: 'You were removed from an organization', by: 'another', ip_address: null, user_agent: null }]);
    const did = (await owner.ask<Entry[]>('GET', '/me/audit')).body;
    expect(did).toMatchObject([{ id: met[0]?.id, summary: 'A member was removed from a tenant', by: 'you' }]);
    expect(JSON.stringify(met)).not.toContain(owner.id);
    expect(JSON.stringify(did)).not.toContain(member.id);
    expect((await (await newActor(test)).ask<Entry[]>('GET', '/me/audit')).body).toEqual([]);
    expect((await call(test, 'GET', '/me/audit')).status).toBe(401);
    expect((await owner.ask('GET', `/me/audit?actor_id=${member.id}`)).status).toBe(400);
  });

  it('has a plain sentence for every event of an account, its sign-ins and its sessions', () => {
    const mute = auditEventCatalogue().filter(({ name, resource, plain }) => ['User', 'Auth', 'Session'].includes(resource) && plain === undefined && !/^(sample|probe)\./.test(name));
    expect(mute.map(({ name }) => name)).toEqual(['user.deleted', 'user.erased', 'user.registration.superseded']);
  });
});
