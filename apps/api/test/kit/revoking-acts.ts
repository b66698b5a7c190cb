import { People } from '@authengine/testing';
import type { TestApp } from '../test-app.js';
import { actorOf, newActor, type Actor } from './actor.js';
import { call, introspect, serviceKey, type Answer } from './person.js';

/** Something that stands, and what ends it. */
interface Standing {
  /** Asked at a node: whether it still stands. */
  stands(node: TestApp): Promise<boolean>;
  /** Asked of a node, by this caller or another one who may. */
  end(node: TestApp, caller: 'one' | 'another'): Promise<Answer>;
}

export interface RevokingActs {
  /** By their names in a sentence: "after a …". */
  readonly [act: string]: () => Promise<Standing>;
}

/** The acts that end what somebody has or may do, each on people of its own. `test` is the node where they are set up. */
export async function revokingActs(test: TestApp): Promise<RevokingActs> {
  const people = new People(test.dataSource);
  const key = await serviceKey(test);
  const platform = await people.platform();
  const admins = { one: await actorOf(test, await people.newMember(platform, 'SUPER_ADMIN')), another: await actorOf(test, await people.newMember(platform, 'SUPER_ADMIN')) };

  const active = async (node: TestApp, { token }: Actor): Promise<boolean> => (await introspect(node, key, token)).body['active'] === true;
  const may = async (node: TestApp, { token }: Actor, tenant_id: string, permission: string): Promise<boolean> =>
    ((await introspect(node, key, token, { tenant_id })).body['permissions'] as string[] | undefined)?.includes(permission) === true;
  const ask = (node: TestApp, { token }: Actor, method: string, path: string, body?: unknown): Promise<Answer> => call(node, method, path, body, { Authorization: `Bearer ${token}` });
  const byAdmin =
    (method: string, path: string, body?: unknown): Standing['end'] =>
    (node, caller) =>
      ask(node, admins[caller], method, path, body);
  const sidOf = ({ token }: Actor): string => (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sid: string }).sid;
  const member = async (...roles: string[]): Promise<{ tenant: string; actor: Actor }> => {
    const tenant = await people.tenant();
    return { tenant, actor: await actorOf(test, await people.newMember(tenant, ...roles)) };
  };

  return {
    logout: async () => {
      const actor = await newActor(test);
      return { stands: (node) => active(node, actor), end: (node) => ask(node, actor, 'POST', '/auth/logout') };
    },
    'session ended by its owner': async () => {
      const actor = await newActor(test);
      const [one, another] = [await actorOf(test, actor.id), await actorOf(test, actor.id)];
      return { stands: (node) => active(node, actor), end: (node, caller) => ask(node, caller === 'one' ? one : another, 'DELETE', `/me/sessions/${sidOf(actor)}`) };
    },
    'end of all other sessions': async () => {
      const actor = await newActor(test);
      const kept = await actorOf(test, actor.id);
      return { stands: (node) => active(node, actor), end: (node) => ask(node, kept, 'DELETE', '/me/sessions') };
    },
    'end of all sessions by the platform': async () => {
      const actor = await newActor(test);
      return { stands: (node) => active(node, actor), end: byAdmin('DELETE', `/platform/users/${actor.id}/sessions`) };
    },
    suspension: async () => {
      const actor = await newActor(test);
      return { stands: (node) => active(node, actor), end: byAdmin('PATCH', `/platform/users/${actor.id}`, { status: 'SUSPENDED' }) };
    },
    "role taken in a tenant": async () => {
      const { tenant, actor } = await member('TENANT_MANAGER', 'TENANT_USER');
      return { stands: (node) => may(node, actor, tenant, 'tenant.users.manage'), end: byAdmin('DELETE', `/tenants/roles/${tenant}/users/${actor.id}/roles/TENANT_MANAGER`) };
    },
    'role taken on the platform': async () => {
      const actor = await actorOf(test, await people.newMember(platform, 'PLATFORM_ADMIN'));
      const { tenant } = await member('TENANT_USER');
      return { stands: (node) => may(node, actor, tenant, 'platform.users.view'), end: byAdmin('DELETE', `/platform/roles/users/${actor.id}/roles/PLATFORM_ADMIN`) };
    },
    'tenant suspended': async () => {
      const { tenant, actor } = await member('TENANT_USER');
      return { stands: (node) => may(node, actor, tenant, 'tenant.view'), end: byAdmin('PUT', `/platform/tenants/${tenant}`, { status: 'SUSPENDED' }) };
    },
    'second factor asked for by a tenant': async () => {
      const { tenant, actor } = await member('TENANT_USER');
      return { stands: (node) => may(node, actor, tenant, 'tenant.view'), end: byAdmin('PUT', `/platform/tenants/${tenant}`, { require_mfa: true }) };
    },
    'permission taken from a role that tenants share': async () => {
      const name = `SHARED_${Date.now()}`;
      const role = await people.role(name, { permissions: ['tenant.view'] });
      const { tenant, actor } = await member(name);
      return { stands: (node) => may(node, actor, tenant, 'tenant.view'), end: byAdmin('PATCH', `/platform/roles/${role}`, { permissions: [] }) };
    },
    "permission taken from a tenant's own role": async () => {
      const { tenant, actor } = await member();
      const role = await people.role(`OWN_${Date.now()}`, { tenantId: tenant as never, permissions: ['tenant.view'] });
      await test.dataSource.query('INSERT INTO role_assignments (id, user_id, tenant_id, role_id) VALUES (gen_random_uuid(), $1, $2, $3)', [actor.id, tenant, role]);
      return { stands: (node) => may(node, actor, tenant, 'tenant.view'), end: byAdmin('PATCH', `/tenants/roles/${tenant}/roles/${role}`, { permissions: [] }) };
    },
    'service key revoked': async () => {
      const actor = await newActor(test);
      const { body } = await admins.one.ask<{ id: string; raw_key: string }>('POST', '/platform/service-keys', { service_name: 'a service' });
      return { stands: async (node) => (await introspect(node, body.raw_key, actor.token)).status === 200, end: byAdmin('DELETE', `/platform/service-keys/${body.id}`) };
    },
    'logout of an account that somebody deletes': async () => {
      const actor = await newActor(test);
      const deleted = byAdmin('DELETE', `/platform/users/${actor.id}`);
      return { stands: (node) => active(node, actor), end: (node, caller) => (caller === 'one' ? deleted(node, caller) : ask(node, actor, 'POST', '/auth/logout')) };
    },
  };
}
