// Every act that ends something, by its operation in the OpenAPI document: what is set up, what stands, and the request
// that ends it. `again` is the same end, asked for by somebody else who may.
import { randomUUID } from 'node:crypto';
import { APPLICATION_ACTS } from './application-acts.mjs';
import { FACTOR_ACTS } from './factor-acts.mjs';
import { MAIL_ACTS } from './mail-acts.mjs';
import { WAY_IN_ACTS } from './way-in-acts.mjs';
import { LostAnswer, PASSWORD } from './world.mjs';

const NEXT_PASSWORD = 'torture-only Lantern 88 harbour';
const VIEW = 'tenant.view';

const byAdmin = (world, method, path, body) => async () => ({ method, path, options: { body, token: await world.admin() } });
const by = ({ token }, method, path, body) => async () => ({ method, path, options: { body, token } });
const newName = (word) => `${word}_${randomUUID().slice(0, 8)}`;

/** Someone in two sessions, and an act that ends the first; `leaves`: it does not end the second. */
const session = (name, end, { leaves = false } = {}) =>
  Object.assign(
    async (world) => {
      const first = await world.signedIn();
      const second = await world.signedIn(first);
      return { claims: [world.active(name, first)], stays: leaves ? [world.active(`other session: ${name}`, second)] : [], person: first, end: end(world, first, second) };
    },
    { endsASession: true },
  );
const LEAVES = { leaves: true };

const member = (name, permission, roles, end) => async (world) => {
  const tenant = await world.tenant();
  const actor = await world.member(tenant.id, ...roles);
  return { claims: [world.may(name, actor, tenant.id, permission)], end: end(world, tenant, actor) };
};

/** The tenant, made and joined beside it, too: what its members hold by the role must fall in all of them. */
const sharedRole = (name, end) => async (world) => {
  const role = await world.byAdmin('POST', '/platform/roles', { name: newName('SHARED'), level: 20, scope: 'TENANT', permissions: [VIEW] });
  const claims = [];
  for (let i = 0; i < 2; i += 1) {
    const tenant = await world.tenant();
    claims.push(world.may(`${name}, tenant ${i + 1}`, await world.member(tenant.id, role.name), tenant.id, VIEW));
  }
  const besides = async () => {
    const tenant = await world.tenant();
    const actor = await world.member(tenant.id);
    const given = await world.byAdmin('POST', `/tenants/roles/${tenant.id}/users/${actor.id}/roles`, { role_name: role.name }).catch(() => undefined);
    return given ? [world.may(`${name}, a tenant made meanwhile`, actor, tenant.id, VIEW)] : [];
  };
  return { claims, besides, end: end(world, role) };
};

const ownRole = (name, end) => async (world) => {
  const tenant = await world.tenant();
  const role = await world.byAdmin('POST', `/tenants/roles/${tenant.id}/roles`, { name: newName('OWN'), level: 20, permissions: [VIEW] });
  return { claims: [world.may(name, await world.member(tenant.id, role.name), tenant.id, VIEW)], end: end(world, tenant, role) };
};

export const ACTS = {
  ...APPLICATION_ACTS,
  ...MAIL_ACTS,
  ...FACTOR_ACTS,
  ...WAY_IN_ACTS,

  'POST /auth/logout': session('logout', (_, first) => by(first, 'POST', '/auth/logout'), LEAVES),
  'POST /auth/revoke': session('token revoked', (_, first) => async () => ({ method: 'POST', path: '/auth/revoke', options: { form: { token: first.refresh } } }), LEAVES),
  'DELETE /me/sessions/{id}': session('session ended by its owner', (_, first, second) => by(second, 'DELETE', `/me/sessions/${first.sid}`), LEAVES),
  'DELETE /me/sessions': session('end of all other sessions', (_, __, second) => by(second, 'DELETE', '/me/sessions'), LEAVES),
  'POST /auth/password': session('password changed', (_, __, second) => by(second, 'POST', '/auth/password', { current_password: PASSWORD, new_password: NEXT_PASSWORD })),
  'DELETE /me': session('account deleted by its owner', (_, __, second) => by(second, 'DELETE', '/me')),
  'DELETE /platform/users/{id}/sessions': session('end of all sessions by the platform', (world, { id }) => byAdmin(world, 'DELETE', `/platform/users/${id}/sessions`)),
  'PATCH /platform/users/{id}': session('suspension', (world, { id }) => byAdmin(world, 'PATCH', `/platform/users/${id}`, { status: 'SUSPENDED' })),
  'DELETE /platform/users/{id}': session('user deleted', (world, { id }) => byAdmin(world, 'DELETE', `/platform/users/${id}`)),
  'POST /platform/users/{id}/require-password-reset': session('new password demanded', (world, { id }) => byAdmin(world, 'POST', `/platform/users/${id}/require-password-reset`)),

  'DELETE /tenants/roles/{tenant_id}/users/{uid}/roles/{role_name}': member('role taken in a tenant', 'tenant.users.manage', ['TENANT_USER', 'TENANT_MANAGER'], (world, tenant, { id }) =>
    byAdmin(world, 'DELETE', `/tenants/roles/${tenant.id}/users/${id}/roles/TENANT_MANAGER`)),
  'DELETE /tenants/roles/{tenant_id}/users/{uid}/roles': member('role taken in a tenant by its name', 'tenant.users.manage', ['TENANT_USER', 'TENANT_MANAGER'], (world, tenant, { id }) =>
    byAdmin(world, 'DELETE', `/tenants/roles/${tenant.id}/users/${id}/roles`, { role_name: 'TENANT_MANAGER' })),
  'DELETE /tenants/users/{tenant_id}/users/{uid}': member('member removed', VIEW, ['TENANT_USER'], (world, tenant, { id }) => byAdmin(world, 'DELETE', `/tenants/users/${tenant.id}/users/${id}`)),
  'DELETE /me/tenants/{id}': member('tenant left', VIEW, ['TENANT_USER'], (_, tenant, actor) => by(actor, 'DELETE', `/me/tenants/${tenant.id}`)),
  'PUT /platform/tenants/{id}': async (world) => {
    const change = world.draw.one([{ status: 'SUSPENDED' }, { require_mfa: true }]);
    return member(`tenant changed: ${Object.keys(change)[0]}`, VIEW, ['TENANT_USER'], (_, tenant) => byAdmin(world, 'PUT', `/platform/tenants/${tenant.id}`, change))(world);
  },
  'DELETE /platform/tenants/{id}': member('tenant deleted by the platform', VIEW, ['TENANT_USER'], (world, tenant) => byAdmin(world, 'DELETE', `/platform/tenants/${tenant.id}`)),
  'PATCH /tenants/{tenant_id}': async (world) => {
    const tenant = await world.tenant();
    const owner = await world.signedIn(tenant.owner);
    return { claims: [world.may('second factor demanded by the owner', await world.member(tenant.id, 'TENANT_USER'), tenant.id, VIEW)], end: by(owner, 'PATCH', `/tenants/${tenant.id}`, { require_mfa: true }) };
  },
  'DELETE /tenants/{tenant_id}': async (world) => {
    const tenant = await world.tenant();
    const owner = await world.signedIn(tenant.owner);
    return { claims: [world.may('tenant deleted by its owner', owner, tenant.id, VIEW)], end: by(owner, 'DELETE', `/tenants/${tenant.id}`) };
  },
  'POST /tenants/{tenant_id}/transfer-ownership': async (world) => {
    const tenant = await world.tenant();
    const owner = await world.signedIn(tenant.owner);
    const heir = await world.member(tenant.id, 'TENANT_MANAGER');
    return { claims: [world.may('ownership handed over', owner, tenant.id, 'tenant.delete')], end: byAdmin(world, 'POST', `/tenants/${tenant.id}/transfer-ownership`, { user_id: heir.id }) };
  },
  'DELETE /platform/roles/users/{id}/roles': async (world) => {
    const actor = await world.signedIn();
    await world.byAdmin('POST', `/platform/roles/users/${actor.id}/roles`, { role_name: 'PLATFORM_ADMIN' });
    return { claims: [world.may('role taken on the platform', actor, null, 'platform.users.view')], end: byAdmin(world, 'DELETE', `/platform/roles/users/${actor.id}/roles`, { role_name: 'PLATFORM_ADMIN' }) };
  },
  'DELETE /platform/roles/users/{id}/roles/{role_name}': async (world) => {
    const actor = await world.signedIn();
    await world.byAdmin('POST', `/platform/roles/users/${actor.id}/roles`, { role_name: 'PLATFORM_ADMIN' });
    return { claims: [world.may('role taken on the platform by its path', actor, null, 'platform.users.view')], end: byAdmin(world, 'DELETE', `/platform/roles/users/${actor.id}/roles/PLATFORM_ADMIN`) };
  },
  'PATCH /platform/roles/{role_id}': sharedRole('permission taken from a shared role', (world, role) => byAdmin(world, 'PATCH', `/platform/roles/${role.id}`, { permissions: [] })),
  'PATCH /tenants/roles/{tenant_id}/roles/{role_id}': ownRole("permission taken from a tenant's own role", (world, tenant, role) => byAdmin(world, 'PATCH', `/tenants/roles/${tenant.id}/roles/${role.id}`, { permissions: [] })),
  'DELETE /platform/service-keys/{id}': async (world) => {
    const { id, raw_key } = await world.byAdmin('POST', '/platform/service-keys', { service_name: 'torture, to be revoked' });
    return { claims: [world.keyWorks('service key revoked', raw_key, await world.signedIn())], end: byAdmin(world, 'DELETE', `/platform/service-keys/${id}`) };
  },
};

const TRIES = 5;

/** Sets an act's scene up; anew where an answer was lost on the way. */
export async function scene(act, world) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ACTS[act](world);
    } catch (error) {
      if (!(error instanceof LostAnswer) || tries === TRIES) throw error;
    }
  }
}
