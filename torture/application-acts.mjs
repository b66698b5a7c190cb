// What ends the tokens of applications, by its operation in the OpenAPI document.
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Browser } from './browser.mjs';
import { PASSWORD, SceneFault } from './world.mjs';

const CALLBACK = 'https://shop.example.com/callback';
const TRIES = 40;

const application = (world, fields = {}) =>
  world.byAdmin('POST', '/platform/applications', { name: 'Torture', type: 'web', redirect_uris: [CALLBACK], first_party: true, access_token_format: world.draw.one(['jwt', 'opaque']), ...fields });
const basic = ({ id, client_secret }) => ({ authorization: `Basic ${Buffer.from(`${id}:${encodeURIComponent(client_secret)}`).toString('base64')}` });
const byAdmin = (world, method, path, body) => async () => ({ method, path, options: { body, token: await world.admin() } });

/** A token by a code, for a new person who agrees to whatever is asked. */
async function codeToken(world, app, person) {
  const verifier = randomBytes(32).toString('base64url');
  const asked = { client_id: app.id, response_type: 'code', redirect_uri: CALLBACK, scope: 'openid profile email', state: 'torture', code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256' };
  for (let i = 0; i < TRIES; i += 1, await sleep(world.draw.between(50, 500))) {
    const node = world.node();
    const browser = new Browser(world.history, node);
    let page = await browser.send(await browser.open(`/oauth2/authorize?${new URLSearchParams(asked)}`), { email: person.email, password: PASSWORD });
    if (page?.url.host === 'auth.test') page = await browser.send(page, { agree: 'yes' });
    const code = page?.url.searchParams.get('code');
    if (!code) continue;
    const answer = await world.history.ask(node, 'POST', '/oauth2/token', { form: { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: verifier }, headers: basic(app) });
    if (answer?.status === 200) return answer.body.access_token;
  }
  throw new SceneFault('no code was given and redeemed');
}

/** A token of the application's own. */
async function ownToken(world, app) {
  for (let i = 0; i < TRIES; i += 1, await sleep(world.draw.between(50, 500))) {
    const answer = await world.history.ask(world.node(), 'POST', '/oauth2/token', { form: { grant_type: 'client_credentials' }, headers: basic(app) });
    if (answer?.status === 200) return answer.body.access_token;
  }
  throw new SceneFault('no token was given to an application');
}

async function signedInAt(world, name, fields) {
  const app = await application(world, fields);
  const person = await world.person();
  return { app, person, claims: [world.active(name, { token: await codeToken(world, app, person), id: person.id, sid: app.id }, { ofApplication: true })] };
}

export const APPLICATION_ACTS = {
  'PATCH /platform/applications/{id}': async (world) => {
    const change = world.draw.one([{ status: 'DISABLED' }, { scopes: ['openid'] }, { first_party: false }]);
    const { app, claims } = await signedInAt(world, `application changed: ${Object.keys(change)[0]}`);
    return { claims, end: byAdmin(world, 'PATCH', `/platform/applications/${app.id}`, change) };
  },
  'DELETE /platform/applications/{id}': async (world) => {
    if (world.draw.next() < 0.5) {
      const { app, claims } = await signedInAt(world, 'application deleted');
      return { claims, end: byAdmin(world, 'DELETE', `/platform/applications/${app.id}`) };
    }
    const app = await application(world, { type: 'service', redirect_uris: [] });
    const claims = [world.active("application deleted that has a token of its own", { token: await ownToken(world, app), id: app.id, sid: app.id }, { ofApplication: true })];
    return { claims, end: byAdmin(world, 'DELETE', `/platform/applications/${app.id}`) };
  },
  'DELETE /platform/applications/{id}/secrets/{secret_id}': async (world) => {
    const app = await application(world, { type: 'service', redirect_uris: [] });
    const second = await world.byAdmin('POST', `/platform/applications/${app.id}/secrets`);
    return { claims: [world.secretWorks('secret of an application deleted', basic({ ...second, id: app.id }), app.id)], end: byAdmin(world, 'DELETE', `/platform/applications/${app.id}/secrets/${second.id}`) };
  },
  'DELETE /me/applications/{id}': async (world) => {
    const { app, person, claims } = await signedInAt(world, 'consent withdrawn', { first_party: false });
    const { token } = await world.signedIn(person);
    return { claims, end: async () => ({ method: 'DELETE', path: `/me/applications/${app.id}`, options: { token } }) };
  },
};
