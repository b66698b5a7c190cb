// What ends something by a link in a mail, by its operation in the OpenAPI document.
import { PASSWORD, SceneFault } from './world.mjs';

const NEXT_PASSWORD = 'torture-only Lantern 88 harbour';
const MAIL_MS = 40_000;

/** A mail leaves after its request was answered, and a node that is killed amid may leave it to another. */
async function mailed(world, path, { email }) {
  const token = await world.mailbox.token(path, email, MAIL_MS);
  if (!token) throw new SceneFault(`no mail with a link to ${path} came`);
  return token;
}

/** A request that mails a link: another one, after an answer that was lost, would mail another. */
const asked = (world, path, body, token = undefined) => world.done('POST', path, { body, token }, undefined, { once: true });

const withToken = (path, token, { by, ...fields } = {}) => async () => ({ method: 'POST', path, options: { body: { token, ...fields }, token: by } });

/** A link that was mailed, asked about as its page does: it stays good by that. */
function linkWorks(world, name, path, token) {
  const asks = async (node) => {
    const answer = await world.history.ask(node, 'POST', `/api/v1${path}`, { body: { token } });
    return answer?.status === 400 ? false : world.told(answer);
  };
  return world.history.claim(name, asks);
}

/** An address that was invited into a new tenant, and what the tenant does with the invitation. */
const invitation = (name, end) => async (world) => {
  const [tenant, guest] = [await world.tenant(), await world.person()];
  const { invitation_id: id } = await asked(world, `/tenants/users/${tenant.id}/users`, { email: guest.email, role_name: 'TENANT_USER' }, await world.admin());
  const token = await mailed(world, '/accept-invitation', guest);
  const [method, path] = end(`/tenants/users/${tenant.id}/invitations/${id}`);
  return { claims: [linkWorks(world, name, '/auth/invitations/preview', token)], end: async () => ({ method, path, options: { token: await world.admin() } }) };
};

export const MAIL_ACTS = {
  'DELETE /tenants/users/{tenant_id}/invitations/{id}': invitation('invitation withdrawn', (path) => ['DELETE', path]),
  'POST /tenants/users/{tenant_id}/invitations/{id}/resend': invitation('older link of an invitation', (path) => ['POST', `${path}/resend`]),
  /** The proof of a new address ends what was mailed to the former one. */
  'POST /auth/verify-email': async (world) => {
    const person = await world.signedIn();
    const moved = { ...person, email: `moved-${person.email}` };
    await asked(world, '/auth/password-reset/request', { email: person.email });
    const link = await mailed(world, '/reset-password', person);
    await asked(world, '/me/email', { new_email: moved.email, password: PASSWORD }, person.token);
    const token = await mailed(world, '/verify-email', moved);
    return { claims: [linkWorks(world, 'link to choose a password, at a former address', '/auth/password-reset/preview', link)], stays: [world.active('session in which an address was changed', person)], end: withToken('/auth/verify-email', token, { by: person.token }) };
  },
  'POST /auth/password-reset/confirm': async (world) => {
    const person = await world.signedIn();
    await asked(world, '/auth/password-reset/request', { email: person.email });
    const token = await mailed(world, '/reset-password', person);
    return { claims: [world.active('password reset', person)], person, end: withToken('/auth/password-reset/confirm', token, { new_password: NEXT_PASSWORD }) };
  },
  'POST /auth/not-me': async (world) => {
    const person = await world.signedIn();
    await asked(world, '/auth/password', { current_password: PASSWORD, new_password: NEXT_PASSWORD }, person.token);
    const token = await mailed(world, '/not-me', person);
    const thief = await world.signedIn(person, NEXT_PASSWORD);
    return { claims: [world.active('"this was not me"', thief)], person: thief, end: withToken('/auth/not-me', token) };
  },
  'POST /auth/undo-email-change': async (world) => {
    const person = await world.signedIn();
    const moved = { ...person, email: `moved-${person.email}` };
    await asked(world, '/me/email', { new_email: moved.email, password: PASSWORD }, person.token);
    await asked(world, '/auth/verify-email', { token: await mailed(world, '/verify-email', moved) }, person.token);
    const token = await mailed(world, '/undo-email-change', person);
    const thief = await world.signedIn(moved);
    return { claims: [world.active('change of an address undone', thief)], person: thief, end: withToken('/auth/undo-email-change', token) };
  },
};
