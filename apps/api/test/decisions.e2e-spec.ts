import { newId, type TenantId } from '@authengine/kernel';
import { VersionedCache } from '@authengine/persistence';
import { People } from '@authengine/testing';
import { actorOf, newActor, type Actor } from './kit/actor.js';
import { call, introspect, serviceKey, type Answer } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

const BATCH = '/auth/introspect/batch';

describe('introspection', () => {
  let test: TestApp;
  let people: People;
  let key: string;
  let owner: Actor;
  let member: Actor;
  let admin: Actor;
  let tenant: TenantId;

  beforeAll(async () => {
    test = await createTestApp({ env: { RATE_LIMIT_PER_MINUTE: '1000', MAX_CONCURRENT_SESSIONS: '100' } });
    people = new People(test.dataSource);
    key = await serviceKey(test);
    owner = await newActor(test);
    tenant = await people.tenant(owner.id);
    member = await actorOf(test, await people.newMember(tenant, 'TENANT_MANAGER'));
    admin = await actorOf(test, await people.newMember(await people.platform(), 'PLATFORM_ADMIN'));
  });
  afterAll(() => test.close());

  const ask = async (token: string, fields: Record<string, unknown>, by = key): Promise<Record<string, unknown>> => {
    const answer = await introspect(test, by, token, fields);
    expect(answer.status).toBe(200);
    return answer.body;
  };
  const batch = (tokens: unknown, headers: Record<string, string> = { 'X-API-Key': key }): Promise<Answer<{ results?: Record<string, unknown>[]; code?: string; errors?: { field: string; message: string }[] }>> => call(test, 'POST', BATCH, { tokens }, headers);

  describe('decides', () => {
    it('whether all permissions are held in the tenant asked for', async () => {
      for (const [permission, allowed] of [
        ['tenant.users.view', true],
        [['tenant.users.view', 'tenant.view'], true],
        [['tenant.users.view', 'tenant.delete'], false],
        ['tenant.delete', false],
        ['nobody.declared.this', false],
        ['', false],
        ['tenant.*', false],
        ['toString', false],
        ['platform.users.view', false],
      ] as const) {
        expect(await ask(member.token, { tenant_id: tenant, permission })).toMatchObject({ active: true, allowed });
      }
      expect(await ask(member.token, { tenant_id: tenant })).not.toHaveProperty('allowed');
    });

    it('nothing of one tenant for another, or for none', async () => {
      expect(await ask(member.token, { permission: 'tenant.view' })).toMatchObject({ active: true, allowed: false });
      const another = await newActor(test);
      const elsewhere = await people.tenant(another.id);
      expect(await ask(another.token, { tenant_id: elsewhere, permission: 'tenant.delete' })).toMatchObject({ allowed: true });
      expect(await ask(another.token, { tenant_id: tenant, permission: 'tenant.view' })).toEqual({ active: false });
      expect(await ask(another.token, { permission: 'tenant.view' })).toMatchObject({ active: true, allowed: false });
      expect(await ask(owner.token, { tenant_id: elsewhere, permission: 'tenant.view' })).toEqual({ active: false });
    });

    it('by platform roles everywhere', async () => {
      expect(await ask(admin.token, { permission: ['platform.users.view', 'tenant.view'] })).toMatchObject({ allowed: true });
      expect(await ask(admin.token, { tenant_id: tenant, permission: 'tenant.delete' })).toMatchObject({ allowed: true });
      expect(await ask(admin.token, { tenant_id: newId(), permission: 'tenant.delete' })).toEqual({ active: false });
    });

    it('without the lists where the decision is all that is wanted', async () => {
      const body = await ask(member.token, { tenant_id: tenant, permission: 'tenant.view', include: 'decision' });
      expect(body).toMatchObject({ active: true, allowed: true, user_id: member.id, tenant_id: tenant });
      for (const name of ['permissions', 'scope', 'tenant_permissions']) expect(body).not.toHaveProperty(name);
      expect(await ask(member.token, { permission: 'tenant.view', include: 'decision' })).not.toHaveProperty('tenant_permissions');
      expect(await ask(member.token, { tenant_id: tenant, permission: 'tenant.view' })).toHaveProperty('permissions');
    });

    it('nothing that the key is not told of', async () => {
      const narrow = await serviceKey(test, { permissions: ['tenant.view'] });
      expect(await ask(member.token, { tenant_id: tenant, permission: 'tenant.view' }, narrow)).toMatchObject({ allowed: true });
      expect(await ask(member.token, { tenant_id: tenant, permission: ['tenant.view', 'tenant.users.view'] }, narrow)).toMatchObject({ allowed: false });
      const ofTenant = await serviceKey(test, { tenant_id: tenant });
      expect(await ask(member.token, { permission: 'tenant.users.view' }, ofTenant)).toMatchObject({ allowed: true, tenant_id: tenant });
      expect(await ask(admin.token, { permission: 'tenant.view' }, ofTenant)).toEqual({ active: false });
    });

    it('anew with the next question once a role is gone, and of a token that is over nothing', async () => {
      const other = await actorOf(test, await people.newMember(tenant, 'TENANT_MANAGER'));
      const asked = { tenant_id: tenant, permission: 'tenant.users.manage', include: 'decision' };
      expect(await ask(other.token, asked)).toMatchObject({ allowed: true });
      expect((await owner.ask('DELETE', `/tenants/roles/${tenant}/users/${other.id}/roles/TENANT_MANAGER`)).status).toBe(204);
      expect(await ask(other.token, asked)).toMatchObject({ active: true, allowed: false });
      expect((await owner.ask('DELETE', `/tenants/users/${tenant}/users/${other.id}`)).status).toBe(204);
      expect(await ask(other.token, asked)).toEqual({ active: false });
    });

    it('in a form as in JSON', async () => {
      const response = await fetch(`${test.url}/api/v1/auth/introspect`, {
        method: 'POST',
        headers: { 'X-API-Key': key, 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams([['token', member.token], ['tenant_id', tenant], ['permission', 'tenant.view'], ['permission', 'tenant.users.view'], ['include', 'decision']]).toString(),
      });
      expect(await response.json()).toMatchObject({ active: true, allowed: true });
    });
  });

  describe('of a batch', () => {
    it('answers each question, in order, exactly as it would be answered alone', async () => {
      const gone = await newActor(test);
      await gone.ask('POST', '/auth/logout');
      const questions = [
        { token: member.token, tenant_id: tenant },
        { token: 'nonsense' },
        { token: owner.token },
        { token: member.token, tenant_id: tenant, permission: ['tenant.view', 'tenant.delete'], include: 'decision' },
        { token: gone.token },
        { token: 42 },
        { token: admin.token, tenant_id: newId() },
        { token: member.token, tenant_id: tenant },
        { token: admin.token, tenant_id: tenant, permission: 'tenant.delete', token_type_hint: 'access_token' },
      ];
      const alone = await Promise.all(questions.map(async (question) => (await call(test, 'POST', '/auth/introspect', question, { 'X-API-Key': key })).body));
      // With a key that this process meets, and with one that is familiar.
      const fresh = await serviceKey(test);
      for (const by of [fresh, fresh, key]) expect(await batch(questions, { 'X-API-Key': by })).toMatchObject({ status: 200, body: { results: alone } });
      expect(alone.map(({ active }) => active)).toEqual([true, false, true, true, false, false, false, true, true]);
      const ofTenant = await serviceKey(test, { tenant_id: tenant });
      expect((await batch([{ token: admin.token }, { token: member.token }], { 'X-API-Key': ofTenant })).body.results).toMatchObject([{ active: false }, { active: true, tenant_ids: [tenant] }]);
    });

    it('reads the cache entries of all tokens and of the key together', async () => {
      const questions = Array.from({ length: 100 }, (_, i) => ({ token: [member, owner, admin][i % 3]?.token }));
      // After this the process knows the key and the users.
      await batch(questions);
      const read = jest.spyOn(test.app.get(VersionedCache), 'take');
      expect((await batch(questions)).body.results).toHaveLength(100);
      const reads = read.mock.calls.map(([keys]) => keys.length);
      read.mockRestore();
      expect(reads).toEqual([expect.any(Number)]);
      // Of the key, and of each token's session and user at least.
      expect(reads[0]).toBeGreaterThan(200);
    });

    it.each([
      ['no list', undefined, 'tokens'],
      ['an empty list', [], 'tokens'],
      ['more than a hundred', Array.from({ length: 101 }, () => ({ token: 'x' })), 'tokens'],
      ['a token in place of a question', [{ token: 'x' }, 'x'], 'tokens.1'],
      ['a list in place of a question', [[{ token: 'x' }]], 'tokens.0'],
      ['nothing in place of a question', [{ token: 'x' }, null], 'tokens.1'],
      ['a question without a token', [{ token: 'x' }, { token: 'x' }, { tenant_id: newId() }], 'tokens.2.token'],
      ['a question with a field too many', [{ token: 'x', role: 'y' }], 'tokens.0.role'],
      ['a permission that names nothing', [{ token: 'x' }, { token: 'x', permission: [] }], 'tokens.1.permission'],
    ])('is refused as a whole, with the index, for %s', async (_, tokens, field) => {
      expect(await batch(tokens)).toMatchObject({ status: 400, body: { code: 'request.invalid', errors: [{ field }] } });
    });

    it('comes after its key, whatever the body holds, and is JSON', async () => {
      const send = async (headers: Record<string, string>, body: string): Promise<number> => (await fetch(`${test.url}/api/v1${BATCH}`, { method: 'POST', headers, body })).status;
      for (const body of ['{"tokens":[]}', '{broken', `{"tokens":"${'x'.repeat(600_000)}"}`, '']) {
        for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded', ';;;', 'a/b;c']) {
          expect([type, body.slice(0, 20), await send({ 'content-type': type }, body)]).toEqual([type, body.slice(0, 20), 401]);
          expect([type, body.slice(0, 20), await send({ 'content-type': type, 'x-api-key': `ae_sk_${'0'.repeat(64)}` }, body)]).toEqual([type, body.slice(0, 20), 401]);
        }
      }
      const valid = JSON.stringify({ tokens: [{ token: member.token }] });
      expect(await send({ 'content-type': 'application/json', authorization: `Basic ${Buffer.from(`:${key}`).toString('base64')}` }, valid)).toBe(200);
      expect(await send({ 'content-type': 'application/x-www-form-urlencoded', 'x-api-key': key }, `token=${member.token}`)).toBe(415);
      expect(await send({ 'content-type': 'application/json', 'x-api-key': key }, JSON.stringify({ tokens: [{ token: member.token }], more: 1 }))).toBe(400);
      expect(await send({ 'content-type': 'application/json', 'x-api-key': key }, `{"tokens":[{"token":"${'x'.repeat(600_000)}"}]}`)).toBe(413);
    });
  });
});
