import { People } from '@authengine/testing';
import * as client from 'openid-client';
import type { TestApp } from '../test-app.js';
import { actorOf } from './actor.js';
import { application, Browser, platformAdmin, redeem, relyingParty, signIn, start, type MadeApplication } from './oidc.js';
import { bearer, call, introspect, logIn, serviceKey, signUp, type Answer } from './person.js';
import type { RevokingActs } from './revoking-acts.js';

/** The acts that end what an application was given, each on an application and a person of its own. `test` is the node where they are set up. */
export async function applicationActs(test: TestApp): Promise<RevokingActs> {
  const key = await serviceKey(test);
  const people = new People(test.dataSource);
  const admins = { one: await platformAdmin(test), another: await actorOf(test, await people.newMember(await people.platform(), 'PLATFORM_ADMIN')) };

  const signed = async (fields: Record<string, unknown> = {}): Promise<{ email: string; app: MadeApplication; token: string; stands: (node: TestApp) => Promise<boolean> }> => {
    const app = await application(admins.one, fields);
    const config = await relyingParty(test, app);
    const [email, started] = [await signUp(test), await start(config)];
    const page = await signIn(new Browser(test), started.url, email);
    const { access_token } = await redeem(config, started, (page.title.startsWith('Go on') ? await page.send({ agree: 'yes' }) : page).url);
    return { email, app, token: access_token, stands: async (node) => (await introspect(node, key, access_token)).body['active'] === true };
  };
  const byAdmin = (node: TestApp, caller: 'one' | 'another', method: string, app: MadeApplication, body?: unknown): Promise<Answer> =>
    call(node, method, `/platform/applications/${app.id}`, body, bearer(admins[caller].token));

  return {
    'application disabled': async () => {
      const { app, stands } = await signed();
      return { stands, end: (node, caller) => byAdmin(node, caller, 'PATCH', app, { status: 'DISABLED' }) };
    },
    'scope taken from an application': async () => {
      const { app, stands } = await signed();
      return { stands, end: (node, caller) => byAdmin(node, caller, 'PATCH', app, { scopes: ['openid'] }) };
    },
    "application that is the company's own no more": async () => {
      const { app, stands } = await signed();
      return { stands, end: (node, caller) => byAdmin(node, caller, 'PATCH', app, { first_party: false }) };
    },
    'consent withdrawn': async () => {
      const { app, email, stands } = await signed({ first_party: false });
      const tokens = { one: await logIn(test, email), another: await logIn(test, email) };
      return { stands, end: (node, caller) => call(node, 'DELETE', `/me/applications/${app.id}`, undefined, bearer(tokens[caller].access_token)) };
    },
    'revocation of a token of an account that somebody deletes': async () => {
      const { app, token, email, stands } = await signed();
      const [{ id = '' } = {}] = await test.dataSource.query<{ id: string }[]>('SELECT id FROM users WHERE email = $1', [email]);
      const revoked = async (node: TestApp): Promise<Answer> => {
        const authorization = `Basic ${Buffer.from(`${app.id}:${app.client_secret}`).toString('base64')}`;
        const { status, headers } = await fetch(`${node.url}/oauth2/revoke`, { method: 'POST', headers: { authorization }, body: new URLSearchParams({ token }) });
        return { status, headers, body: {} };
      };
      return { stands, end: (node, caller) => (caller === 'one' ? call(node, 'DELETE', `/platform/users/${id}`, undefined, bearer(admins.one.token)) : revoked(node)) };
    },
    'scope taken from a service': async () => {
      const app = await application(admins.one, { type: 'service', redirect_uris: [], post_logout_redirect_uris: [], scopes: ['tenant.view', 'tenant.update'] });
      const { access_token } = await client.clientCredentialsGrant(await relyingParty(test, app), { scope: 'tenant.update' });
      return {
        stands: async (node) => (await introspect(node, key, access_token)).body['active'] === true,
        end: (node, caller) => byAdmin(node, caller, 'PATCH', app, { scopes: ['tenant.view'] }),
      };
    },
  };
}
