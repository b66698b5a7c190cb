// What takes a way to sign in away, by its operation in the OpenAPI document. Each question is a whole sign-in. No session
// ends by it: neither that in which it is done, nor one that the way has begun.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Authenticator } from './authenticator.mjs';
import { Browser } from './browser.mjs';
import { PROVIDER } from './provider.mjs';
import { SceneFault } from './world.mjs';

const EVERY_MS = 150;
const TRIES = 40;
const LINK = `/auth/oauth/${PROVIDER}/link`;
const LOGIN = `/api/v1/auth/oauth/${PROVIDER}/login`;

const by = ({ token }, method, path) => async () => ({ method, path, options: { token } });

/** Somebody with one more way to sign in, by which a session was begun. `signIn` resolves with an answer's body, null where the way is refused, undefined where nobody could say. */
async function withWayIn(world, { name, person, path, signIn }) {
  const isTheirs = (answer) => answer?.user?.id === person.id;
  let begun;
  for (let i = 0; i < TRIES && !isTheirs(begun); i += 1) {
    if (i > 0) await sleep(world.draw.between(50, 500));
    begun = await signIn(world.node());
  }
  if (!isTheirs(begun)) throw new SceneFault(`${name}: nobody could sign in by it`);
  const asks = async (node) => {
    const answer = await signIn(node);
    return answer === undefined ? undefined : isTheirs(answer);
  };
  const session = { id: person.id, token: begun.access_token };
  const stays = [world.active(`session in which it was done: ${name}`, person), world.active(`session that it had begun: ${name}`, session)];
  return { claims: [Object.assign(world.history.claim(name, asks), { everyMs: EVERY_MS })], stays, end: by(person, 'DELETE', path) };
}

/** Signs in at the provider as `subject`, in a browser that begins at this page of the node. */
async function through(world, node, page, subject) {
  const browser = new Browser(world.history, node);
  // A page of the service itself leads there.
  const there = await browser.open(page, { headers: { referer: 'http://auth.test/' } });
  if (there === undefined || there.url.host === 'auth.test') return undefined;
  return (await browser.open(world.provider.approve(there.url, subject)))?.body;
}

async function linked(world, { token }, subject) {
  for (let i = 0; i < TRIES; i += 1, await sleep(world.draw.between(50, 500))) {
    const { authorization_url: url } = await world.done('GET', LINK, { token, headers: { accept: 'application/json' } });
    const answer = await through(world, world.node(), url, subject);
    if (answer?.account) return answer.account.id;
  }
  throw new SceneFault('no account at the provider was linked');
}

export const WAY_IN_ACTS = {
  'DELETE /me/webauthn/credentials/{id}': async (world) => {
    const person = await world.signedIn();
    const passkey = new Authenticator();
    const { token } = person;
    const { id } = await world.done('POST', '/auth/webauthn/register/complete', async () => ({ body: { credential: passkey.create(await world.done('POST', '/auth/webauthn/register/begin', { token })) }, token }));
    const signIn = async (node) => {
      const asked = await world.history.ask(node, 'POST', '/api/v1/auth/webauthn/authenticate/begin', { body: {} });
      if (!world.told(asked)) return undefined;
      const answer = await world.history.ask(node, 'POST', '/api/v1/auth/webauthn/authenticate/complete', { body: { credential: passkey.get(asked.body) } });
      return answer?.status === 401 ? null : world.told(answer) && answer.body;
    };
    return withWayIn(world, { name: 'passkey removed', person, path: `/me/webauthn/credentials/${id}`, signIn });
  },
  'DELETE /auth/oauth/accounts/{id}': async (world) => {
    const person = await world.signedIn();
    const subject = randomUUID();
    const id = await linked(world, person, subject);
    return withWayIn(world, { name: 'linked account removed', person, path: `/auth/oauth/accounts/${id}`, signIn: (node) => through(world, node, LOGIN, subject) });
  },
};
