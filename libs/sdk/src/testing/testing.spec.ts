import { AuthEngine } from '../index.js';
import { TestHub, type TestUser } from './index.js';

describe("a hub in the process of a consumer's test", () => {
  let hub: TestHub;
  let engine: AuthEngine;
  let ada: TestUser;
  let tenant: string;
  let token: string;

  beforeEach(async () => {
    hub = new TestHub();
    engine = await AuthEngine.connect(hub.options());
    ada = hub.user('ada@example.com');
    tenant = hub.tenant();
    hub.grant(ada, tenant, 'orders.view');
    token = hub.signIn(ada);
  });

  const outcome = async (permission: string, where: string | undefined = tenant): Promise<string> => (await engine.decide({ token, tenantId: where, permissions: [permission] })).outcome;

  it('answers as AuthEngine does', async () => {
    expect(await engine.introspect({ token, tenantId: tenant })).toMatchObject({ active: true, sub: ada.id, email: 'ada@example.com', permissions: ['orders.view'], tenant_id: tenant, tenant_ids: [tenant] });
    expect(await engine.introspect({ token })).toMatchObject({ permissions: [], tenant_permissions: { [tenant]: ['orders.view'] } });
    expect(await outcome('orders.view')).toBe('allowed');
    expect(await outcome('orders.delete')).toBe('permission_missing');
    expect(await outcome('orders.view', hub.tenant())).toBe('not_in_tenant');
    expect(await engine.introspect({ token: 'another' })).toEqual({ active: false });
  });

  it.each<[string, () => void, string]>([
    ['signed out', () => hub.signOut(token), 'sign_in'],
    ['deleted', () => hub.deleteUser(ada), 'sign_in'],
    ['without the permission', () => hub.withdraw(ada, tenant, 'orders.view'), 'permission_missing'],
    ['no member any more', () => hub.removeMember(ada, tenant), 'not_in_tenant'],
    ['of a tenant that is gone', () => hub.deleteTenant(tenant), 'not_in_tenant'],
  ])('lets nobody in who is %s', async (_, end, expected) => {
    expect(await outcome('orders.view')).toBe('allowed');
    end();
    expect(await outcome('orders.view')).toBe(expected);
  });

  it('lets the time pass when it is told to', async () => {
    await hub.clock.advance(1_799_000);
    expect(await outcome('orders.view')).toBe('allowed');
    await hub.clock.advance(1_000);
    expect(await outcome('orders.view')).toBe('sign_in');
  });

  it('can be away, and come back', async () => {
    hub.goAway();
    const asked = expect(outcome('orders.view')).rejects.toMatchObject({ code: 'unavailable', reached: false });
    await hub.clock.advance(3_000);
    await asked;
    hub.comeBack();
    expect(await outcome('orders.view')).toBe('allowed');
  });

  it('can revoke the key', async () => {
    hub.revokeKey();
    await expect(outcome('orders.view')).rejects.toMatchObject({ code: 'configuration' });
    engine = new AuthEngine(hub.options());
    expect(await outcome('orders.view')).toBe('allowed');
  });
});
