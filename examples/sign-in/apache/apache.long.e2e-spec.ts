import { existsSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { programPath, shownFile, startProgram } from '../../../apps/api/test/kit/protected/program.js';
import { introspect, serviceKey } from '../../../apps/api/test/kit/person.js';
import { signsPeopleIn } from '../../../apps/api/test/kit/relying-parties/relying-party.js';
import { WebBrowser } from '../../../apps/api/test/kit/relying-parties/web-browser.js';

const MODULES = '/usr/lib/apache2/modules';
const APACHE = programPath('apache2');
/** What `a2enmod` would load, and what Debian has loaded already. */
const LOADED = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'auth_openidc', 'headers', 'setenvif', 'env', 'proxy', 'proxy_http'];

interface Info {
  readonly access_token: string;
  readonly userinfo: { readonly sub: string; readonly email: string };
}

/** The application behind Apache: tells the headers that it got. */
const behind = createServer((request, response) => {
  const told: IncomingHttpHeaders = request.headers;
  response.end(JSON.stringify({ sub: told['x-user-id'], email: told['x-user-email'] }));
});
beforeAll(() => new Promise<void>((resolve) => behind.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => behind.close(resolve)));

signsPeopleIn(
  {
    name: 'Apache with mod_auth_openidc',
    missing: APACHE === undefined || !existsSync(`${MODULES}/mod_auth_openidc.so`) ? 'the Debian package libapache2-mod-auth-openidc is not installed' : undefined,
    callback: '/callback',
    signedOut: '/signed-out',
    start: ({ port, url, issuer, clientId, clientSecret, folder }) => {
      const application = (behind.address() as AddressInfo).port;
      const values = { '*:80': `127.0.0.1:${port}`, 'https://auth.example.com': issuer, 'your-client-id': clientId, 'your-client-secret': clientSecret, 'your-passphrase': 'of-this-test-alone', 'https://shop.example.com': url, '127.0.0.1:3000': `127.0.0.1:${application}` };
      writeFileSync(join(folder, 'shop.conf'), shownFile('examples/sign-in/apache/shop.conf', values));
      const modules = LOADED.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`).join('\n');
      writeFileSync(join(folder, 'apache2.conf'), `ServerName localhost\nServerRoot ${folder}\nDefaultRuntimeDir ${folder}\nPidFile ${folder}/pid\nErrorLog "|/bin/cat"\nListen 127.0.0.1:${port}\nUser www-data\nGroup www-data\n${modules}\nInclude ${folder}/shop.conf\n`);
      return startProgram(port, APACHE ?? '', ['-D', 'FOREGROUND', '-f', join(folder, 'apache2.conf')]);
    },
  },
  (visit) => {
    const infoOf = async (browser: WebBrowser): Promise<Info> => (await browser.open(`${visit().place.url}/callback?info=json`)).json<Info>();

    it('signs in, tells the application who it is, refreshes, and signs out at both; the tokens end', async () => {
      const { hub, place, signedIn } = visit();
      const { browser, page, email } = await signedIn();
      expect(page.url.href).toBe(`${place.url}/`);
      const { access_token: token, userinfo } = await infoOf(browser);
      expect(userinfo).toMatchObject({ email });
      expect(page.json()).toEqual({ sub: userinfo.sub, email });
      const returned = await browser.open(`${place.url}/callback?${new URLSearchParams({ refresh: `${place.url}/`, access_token: token }).toString()}`);
      expect(returned.url.href).toBe(`${place.url}/`);
      const renewed = await infoOf(browser);
      expect(renewed.access_token).not.toBe(token);
      const key = await serviceKey(hub);
      expect((await introspect(hub, key, renewed.access_token)).body).toMatchObject({ active: true, client_id: place.clientId });
      // It revokes its tokens (RFC 7009) before it sends the browser to be signed out.
      const asked = await browser.open(`${place.url}/callback?${new URLSearchParams({ logout: `${place.url}/signed-out` }).toString()}`);
      expect(asked.url.origin).toBe(place.issuer);
      expect((await introspect(hub, key, renewed.access_token)).body).toEqual({ active: false });
      expect((await asked.send({ logout: 'yes' })).url.href).toBe(`${place.url}/signed-out`);
      expect((await browser.open(`${place.url}/`)).url.href).toBe(`${place.issuer}/sign-in`);
    });

    it('takes nobody’s word for who the user is but AuthEngine’s', async () => {
      const { place, signedIn } = visit();
      const { browser, email } = await signedIn();
      expect((await browser.open(`${place.url}/`, { headers: { 'x-user-email': 'root@auth.test', 'x-user-id': 'root' } })).json()).toMatchObject({ email });
    });

    it('signs nobody in by an answer that another browser began', async () => {
      const { place } = visit();
      const browser = new WebBrowser();
      expect((await browser.open(`${place.url}/callback?code=stolen&state=stolen`)).text).not.toContain('"sub"');
      expect((await browser.open(`${place.url}/`)).url.href).toBe(`${place.issuer}/sign-in`);
    });
  },
);
