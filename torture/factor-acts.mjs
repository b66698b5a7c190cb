// What takes a second factor away, by its operation in the OpenAPI document. In an organization that demands one, nothing
// is allowed from then on.
import { generateSync } from 'otplib';

const VIEW = 'tenant.view';

const withoutFactor = (end) => async (world) => {
  const tenant = await world.tenant();
  const actor = await world.member(tenant.id, 'TENANT_USER');
  const { secret } = await world.done('POST', '/me/mfa/enroll', { body: {}, token: actor.token });
  const { recovery_codes: codes } = await world.done('POST', '/me/mfa/verify', { body: { code: generateSync({ secret }) }, token: actor.token }, world.punctual());
  await world.byAdmin('PUT', `/platform/tenants/${tenant.id}`, { require_mfa: true });
  return { claims: [world.may('second factor taken away', actor, tenant.id, VIEW)], end: end(world, actor, codes[0]) };
};

const own = (method) => withoutFactor((_, { token }, code) => async () => ({ method, path: '/me/mfa/disable', options: { body: { code }, token } }));

export const FACTOR_ACTS = {
  'DELETE /me/mfa/disable': own('DELETE'),
  'POST /me/mfa/disable': own('POST'),
  'DELETE /platform/users/{id}/mfa': withoutFactor((world, { id }) => async () => ({ method: 'DELETE', path: `/platform/users/${id}/mfa`, options: { token: await world.admin() } })),
};
