import { newId, type TenantId } from '@authengine/kernel';
import { People } from '@authengine/testing';
import { actorOf, newActor, type Actor } from './kit/actor.js';
import { createTestApp, type TestApp } from './test-app.js';

describe('a tenant, by its own', () => {
  let test: TestApp;
  let people: People;
  let owner: Actor;
  let tenant: TenantId;

  beforeAll(async () => {
    test = await createTestApp();
    people = new People(test.dataSource);
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    owner = await newActor(test);
    tenant = await people.tenant(owner.id);
  });
  const memberWith = async (role: string): Promise<Actor> => actorOf(test, await people.newMember(tenant, role));

  it('is seen by its members, renamed by its admins, and its owner and status are not theirs to write', async () => {
    const [user, admin] = [await memberWith('TENANT_USER'), await memberWith('TENANT_ADMIN')];
    expect((await user.ask('GET', `/tenants/${tenant}`)).body).toMatchObject({ id: tenant, owner_id: owner.id });
    expect((await user.ask('PATCH', `/tenants/${tenant}`, { name: 'Mine' })).status).toBe(403);
    expect((await admin.ask('PATCH', `/tenants/${tenant}`, { name: 'Ours', description: null })).body).toMatchObject({ name: 'Ours', description: null });
    for (const body of [{ owner_id: admin.id }, { status: 'SUSPENDED' }, { type: 'PLATFORM' }, { name: null }]) expect((await admin.ask('PATCH', `/tenants/${tenant}`, body)).status).toBe(400);
    const stranger = await newActor(test);
    for (const id of [tenant, newId(), 'x']) {
      for (const [method, body] of [['GET', undefined], ['PATCH', { name: 'Mine' }], ['DELETE', undefined]] as const) {
        expect([method, (await stranger.ask(method, `/tenants/${id}`, body)).body['code']]).toEqual([method, 'request.not_found']);
      }
    }
  });

  it('that is the platform’s own is changed by who manages tenants, and not by a role that helps in all of them', async () => {
    const platform = await people.platform();
    await people.role('HELPER', { scope: 'PLATFORM', level: 70, permissions: ['tenant.view', 'tenant.update'] });
    const [helper, admin] = [await actorOf(test, await people.newMember(platform, 'HELPER')), await actorOf(test, await people.newMember(platform, 'PLATFORM_ADMIN'))];
    expect((await helper.ask('PATCH', `/tenants/${tenant}`, { name: 'Helped' })).status).toBe(200);
    for (const query of ['', '?dry_run=true']) {
      for (const body of [{ require_mfa: true }, { name: 'Mine' }]) expect(await helper.ask('PATCH', `/tenants/${platform}${query}`, body)).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } });
    }
    expect((await admin.ask('PATCH', `/tenants/${platform}`, { name: 'Ours' })).body).toMatchObject({ name: 'Ours', require_mfa: false });
  });

  it('is deleted by its owner with a recent login, and not by an admin', async () => {
    const admin = await memberWith('TENANT_ADMIN');
    expect((await admin.ask('DELETE', `/tenants/${tenant}`)).status).toBe(403);
    await test.dataSource.query("UPDATE sessions SET authenticated_at = authenticated_at - interval '1 day' WHERE user_id = $1", [owner.id]);
    expect((await owner.ask('DELETE', `/tenants/${tenant}`)).body['code']).toBe('auth.recent_login_required');
    await test.dataSource.query('UPDATE sessions SET authenticated_at = now() WHERE user_id = $1', [owner.id]);
    expect((await owner.ask('DELETE', `/tenants/${tenant}`)).status).toBe(204);
    expect((await admin.ask('GET', `/tenants/${tenant}`)).status).toBe(404);
  });
});
