import type { TenantId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { People } from '@authengine/testing';
import { actorOf, newActor, type Actor } from './kit/actor.js';
import { auditOf, call, type Answer } from './kit/person.js';
import { createTestApp, type TestApp } from './test-app.js';

interface Key {
  readonly id: string;
  readonly raw_key: string;
  readonly permissions: string[] | null;
  readonly allowed_addresses: string[] | null;
  readonly required_permissions: string[] | null;
}

describe('a service key with restrictions', () => {
  let test: TestApp;
  let people: People;
  let admin: Actor;
  let owner: Actor;
  let tenant: TenantId;

  beforeAll(async () => {
    test = await createTestApp({ env: { MAX_CONCURRENT_SESSIONS: '100', TRUSTED_PROXIES: '127.0.0.1', RATE_LIMIT_PER_MINUTE: '1000' } });
    people = new People(test.dataSource);
    admin = await actorOf(test, await people.newMember(await people.platform(), 'PLATFORM_ADMIN'));
    owner = await newActor(test);
    tenant = await people.tenant(owner.id);
  });
  afterAll(() => test.close());

  const create = (fields: object): Promise<Answer<Key & { code?: string; errors?: { field: string; message: string }[] }>> => admin.ask('POST', '/platform/service-keys', { service_name: 'billing', ...fields });
  const made = async (fields: object): Promise<Key> => (await create(fields)).body;
  const ask = (key: string, body: object, from?: string): Promise<Answer> => call(test, 'POST', '/auth/introspect', body, { 'X-API-Key': key, ...(from === undefined ? {} : { 'X-Forwarded-For': from }) });

  describe('to permissions', () => {
    it('is told of these alone, wherever they are named', async () => {
      const narrow = await made({ permissions: ['tenant.users.view', 'platform.users.view', 'tenant.view'] });
      const asked = { token: owner.token, tenant_id: tenant };
      expect((await ask(narrow.raw_key, asked)).body).toMatchObject({ active: true, tenant_id: tenant, permissions: ['tenant.users.view', 'tenant.view'], scope: 'tenant.users.view tenant.view' });
      expect((await ask(narrow.raw_key, { token: owner.token })).body).toMatchObject({ active: true, permissions: [], tenant_permissions: { [tenant]: ['tenant.users.view', 'tenant.view'] } });
      expect((await ask(narrow.raw_key, { token: admin.token })).body).toMatchObject({ permissions: ['platform.users.view', 'tenant.users.view', 'tenant.view'] });
    });

    it('does not change what other keys are told of the same token', async () => {
      const asked = { token: owner.token, tenant_id: tenant };
      const [all, one, other, ofTenant] = [await made({}), await made({ permissions: ['tenant.view'] }), await made({ permissions: ['tenant.update'] }), await made({ tenant_id: tenant, permissions: ['tenant.delete'] })];
      for (let i = 0; i < 3; i += 1) {
        expect((await ask(all.raw_key, asked)).body['permissions']).toHaveLength(9);
        expect((await ask(one.raw_key, asked)).body['permissions']).toEqual(['tenant.view']);
        expect((await ask(other.raw_key, asked)).body['permissions']).toEqual(['tenant.update']);
        expect((await ask(ofTenant.raw_key, asked)).body).toMatchObject({ permissions: ['tenant.delete'], tenant_ids: [tenant] });
      }
    });

    it('is told nothing of a permission that the user has lost meanwhile', async () => {
      const key = await made({ permissions: ['tenant.users.manage'] });
      const member = await actorOf(test, await people.newMember(tenant, 'TENANT_MANAGER'));
      const asked = { token: member.token, tenant_id: tenant };
      expect((await ask(key.raw_key, asked)).body['permissions']).toEqual(['tenant.users.manage']);
      expect((await owner.ask('DELETE', `/tenants/roles/${tenant}/users/${member.id}/roles/TENANT_MANAGER`)).status).toBe(204);
      expect((await ask(key.raw_key, asked)).body).toMatchObject({ active: true, permissions: [] });
    });
  });

  describe('to addresses', () => {
    it('is from anywhere else refused exactly like a key that there is not, before the body is looked at', async () => {
      const key = await made({ allowed_addresses: ['10.0.0.0/8', '2001:db8::7'] });
      const withoutId = ({ status, headers, body }: Answer) => ({ status, challenge: headers.get('www-authenticate'), type: headers.get('content-type'), body: { ...body, request_id: undefined } });
      const unknown = withoutId(await ask(`ae_sk_${'0'.repeat(64)}`, { token: owner.token }, '203.0.113.9'));
      expect(unknown).toMatchObject({ status: 401, body: { code: 'auth.invalid_api_key' } });
      // Before this process has met the key, and when it is familiar.
      for (let i = 0; i < 2; i += 1) {
        for (const from of ['203.0.113.9', '11.0.0.1', '2001:db8::8', '10.1.1.1, 203.0.113.9', 'nonsense', undefined]) {
          expect(withoutId(await ask(key.raw_key, { token: owner.token }, from))).toEqual(unknown);
          expect(withoutId(await ask(key.raw_key, { nonsense: true }, from))).toEqual(unknown);
        }
        for (const from of ['10.1.2.3', '::ffff:10.1.2.3', '2001:db8::7', '203.0.113.9, 10.9.9.9']) expect((await ask(key.raw_key, { token: owner.token }, from)).body['active']).toBe(true);
      }
    });

    it('once revoked it is refused from everywhere', async () => {
      const key = await made({ allowed_addresses: ['127.0.0.1'] });
      expect((await ask(key.raw_key, { token: owner.token })).body['active']).toBe(true);
      expect((await admin.ask('DELETE', `/platform/service-keys/${key.id}`)).status).toBe(204);
      expect((await ask(key.raw_key, { token: owner.token })).status).toBe(401);
    });
  });

  it('is answered from the cache alone once it is filled', async () => {
    if (process.env['TEST_POSTGRES_URL'] && !process.env['TEST_REDIS_URL']) return;
    const key = await made({ permissions: ['tenant.view'], allowed_addresses: ['127.0.0.0/8'] });
    const asked = { token: owner.token, tenant_id: tenant };
    for (let i = 0; i < 2; i += 1) await ask(key.raw_key, asked);
    const query = jest.spyOn(test.app.get(Transactions, { strict: false }).manager, 'query');
    expect((await ask(key.raw_key, asked)).body['permissions']).toEqual(['tenant.view']);
    expect((await ask(key.raw_key, asked, '203.0.113.9')).status).toBe(401);
    const ofKeys = query.mock.calls.filter(([text]) => /service_keys/.test(String(text)) && !String(text).includes('last_used_at'));
    query.mockRestore();
    expect(ofKeys).toEqual([]);
  });

  it('is listed with them and is on record with them, each once and in order', async () => {
    const key = await made({ permissions: ['tenant.view', 'tenant.update', 'tenant.view'], allowed_addresses: ['2001:DB8::7', '10.0.0.0/8', '10.0.0.0/8'], required_permissions: ['tenant.view', 'tenant.update', 'tenant.view'] });
    const restrictions = { permissions: ['tenant.update', 'tenant.view'], allowed_addresses: ['10.0.0.0/8', '2001:db8::7'], required_permissions: ['tenant.update', 'tenant.view'] };
    expect(key).toMatchObject(restrictions);
    expect((await admin.ask<Key[]>('GET', '/platform/service-keys')).body.find(({ id }) => id === key.id)).toMatchObject(restrictions);
    expect(await auditOf(test, { action: 'service_key.created', resource: 'ServiceApiKey', limit: '1' })).toMatchObject([{ resource_id: key.id, metadata: restrictions }]);
  });

  it.each([
    ['permissions', [], 'must name at least one'],
    ['permissions', ['no.such.permission'], 'is no permission of the catalogue', 'permissions.0'],
    ['permissions', ['tenant.view', 'TENANT.VIEW'], 'is no permission of the catalogue', 'permissions.1'],
    ['permissions', ['tenant.*'], 'is no permission of the catalogue', 'permissions.0'],
    ['permissions', Array.from({ length: 101 }, () => 'tenant.view'), 'no more than 100'],
    ['permissions', 'tenant.view', 'must be an array'],
    ['permissions', [42], 'must be a string'],
    ['permissions', [null], 'must be a string'],
    ['permissions', { 0: 'tenant.view' }, 'must be an array'],
    ['required_permissions', [], 'must name at least one'],
    ['required_permissions', ['tenant.view', 'no.such.permission'], 'is no permission of the catalogue', 'required_permissions.1'],
    ['required_permissions', 'tenant.view', 'must be an array'],
    ['required_permissions', Array.from({ length: 101 }, () => 'tenant.view'), 'no more than 100'],
    ['allowed_addresses', [], 'must name at least one'],
    ['allowed_addresses', ['10.0.0.0/33'], 'must be an address, or a range like 10.0.0.0/8'],
    ['allowed_addresses', ['10.0.0.1', 'localhost'], 'must be an address'],
    ['allowed_addresses', ['10.0.0.1|x'], 'must be an address'],
    ['allowed_addresses', ['fe80::1%eth0'], 'must be an address'],
    ['allowed_addresses', [['10.0.0.1']], 'must be an address'],
    ['allowed_addresses', '10.0.0.1', 'must be an array'],
    ['allowed_addresses', Array.from({ length: 51 }, (_, i) => `10.0.0.${i}`), 'no more than 50'],
    ['expires_at', '2027-02-31T00:00:00Z', 'must be a time like'],
    ['expires_at', '2027-02-31', 'must be a time like'],
    ['service_name', undefined, 'service_name is required'],
    ['service_name', ' \n ', 'service_name is required'],
    ['service_name', 42, 'service_name is required'],
  ])('is refused with 400 for %s that are not right, and told why', async (field, value, message, named = field) => {
    const count = async (): Promise<unknown> => test.dataSource.query('SELECT count(*) FROM service_keys');
    const before = await count();
    const answer = await create({ [field]: value });
    expect([answer.status, answer.body.code]).toEqual([400, 'request.invalid']);
    expect(answer.body.errors).toEqual([{ field: named, message: expect.stringContaining(message) }]);
    expect(await count()).toEqual(before);
  });
});
