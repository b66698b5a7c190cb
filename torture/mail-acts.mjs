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

const withToken = (path, token, fields = {}) => async () => ({ method: 'POST', path, options: { body: { token, ...fields } } });

export const MAIL_ACTS = {
  'POST /auth/password-reset/confirm': async (world) => {
    const person = await world.signedIn();
    await world.done('POST', '/auth/password-reset/request', { body: { email: person.email } });
    const token = await mailed(world, '/reset-password', person);
    return { claims: [world.active('password reset', person)], person, end: withToken('/auth/password-reset/confirm', token, { new_password: NEXT_PASSWORD }) };
  },
  'POST /auth/not-me': async (world) => {
    const person = await world.signedIn();
    await world.done('POST', '/auth/password', { body: { current_password: PASSWORD, new_password: NEXT_PASSWORD }, token: person.token });
    const token = await mailed(world, '/not-me', person);
    const thief = await world.signedIn(person, NEXT_PASSWORD);
    return { claims: [world.active('"this was not me"', thief)], person: thief, end: withToken('/auth/not-me', token) };
  },
  'POST /auth/undo-email-change': async (world) => {
    const person = await world.signedIn();
    const moved = { ...person, email: `moved-${person.email}` };
    await world.done('POST', '/me/email', { body: { new_email: moved.email, password: PASSWORD }, token: person.token });
    await world.done('POST', '/auth/verify-email', { body: { token: await mailed(world, '/verify-email', moved) }, token: person.token });
    const token = await mailed(world, '/undo-email-change', person);
    const thief = await world.signedIn(moved);
    return { claims: [world.active('change of an address undone', thief)], person: thief, end: withToken('/auth/undo-email-change', token) };
  },
};
