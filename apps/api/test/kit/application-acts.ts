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

  const signed = async (fields: Record<string, unknown> = {}): Promise<{ email: string; app: MadeApplication; token: string; browser: Browser; stands: (node: TestApp) => Promise<boolean> }> => {
    const app = await application(admins.one, fields);
    const config = await relyingParty(test, app);
    const [email, started] = [await signUp(test), await start(config)];
    const browser = new Browser(test);
    const page = await signIn(browser, started.url, email);
    const { access_token } = await redeem(config, started, (page.title.startsWith('Go on') ? await page.send({ agree: 'yes' }) : page).url);
    return { email, app, token: access_token, browser, stands: async (node) => (await introspect(node, key, access_token)).body['active'] === true };
  };
  const idOf = async (email: string): Promise<string> => (await test.dataSource.query<{ id: string }[]>('SELECT id FROM users WHERE email = $1', [email]))[0]?.id ?? '';
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
    ...Object.fromEntries(
      (['sessions', ''] as const).map((ended) => [
        `sign-out of a browser whose ${ended === '' ? 'account somebody deletes' : 'session somebody ends'}`,
        async () => {
          const { browser, email, stands } = await signed();
          const path = `/platform/users/${await idOf(email)}${ended === '' ? '' : `/${ended}`}`;
          const signedOut = async (node: TestApp): Promise<Answer> => {
            const page = await browser.at(node).open('http://auth.test/oauth2/logout');
            const { status, headers } = page.html.includes('name="logout"') ? await page.send({ logout: 'yes' }) : page;
            return { status, headers, body: {} };
          };
          return { stands, end: (node: TestApp, caller: 'one' | 'another') => (caller === 'one' ? call(node, 'DELETE', path, undefined, bearer(admins.one.token)) : signedOut(node)) };
        },
      ]),
    ),
    'revocation of a token of an account that somebody deletes': async () => {
      const { app, token, email, stands } = await signed();
      const id = await idOf(email);
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
