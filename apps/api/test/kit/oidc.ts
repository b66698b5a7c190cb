import { randomBytes, createHash } from 'node:crypto';
import { People } from '@authengine/testing';
import * as client from 'openid-client';
import type { TestApp } from '../test-app.js';
import { actorOf, type Actor } from './actor.js';
import { PASSWORD } from './person.js';

export const CALLBACK = 'https://shop.example.com/callback';

export interface MadeApplication {
  readonly id: string;
  readonly client_secret: string;
}

/** An application of the tests, made over the API. */
export async function application(admin: Actor, fields: Record<string, unknown> = {}): Promise<MadeApplication> {
  const answer = await admin.ask<MadeApplication>('POST', '/platform/applications', { name: 'Web shop', type: 'web', redirect_uris: [CALLBACK], post_logout_redirect_uris: ['https://shop.example.com/'], first_party: true, ...fields });
  if (answer.status !== 201) throw new Error(`the application was answered with ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export async function platformAdmin(test: TestApp): Promise<Actor> {
  const people = new People(test.dataSource);
  return actorOf(test, await people.newMember(await people.platform(), 'PLATFORM_ADMIN'));
}

/** A browser without JavaScript: keeps cookies by path, follows redirects on the service, sends forms. */
export class Browser {
  /** By name and path: a name may be there for several addresses. */
  private readonly cookies = new Map<string, { readonly name: string; readonly value: string; readonly path: string }>();

  constructor(private test: TestApp) {}

  /** From now on, the same browser asks this node. */
  at(node: TestApp): this {
    this.test = node;
    return this;
  }

  /** Follows redirects as long as they stay here. */
  async open(url: string | URL, init: RequestInit = {}): Promise<Page> {
    let at = new URL(url);
    let options = init;
    for (let hop = 0; hop < 12; hop += 1) {
      const response = await fetch(this.test.url + at.pathname + at.search, { ...options, redirect: 'manual', headers: { ...(options.headers as Record<string, string>), accept: 'text/html', cookie: this.cookieHeader(at.pathname) } });
      this.keep(response);
      const location = response.headers.get('location');
      if (location === null) return new Page(this, at, response.status, await response.text(), response.headers);
      const next = new URL(location, at);
      if (next.host !== at.host) return new Page(this, next, response.status, '', response.headers);
      at = next;
      options = {};
    }
    throw new Error('the service redirects in a circle');
  }

  /** Asks for the head of a page alone, with what it keeps. */
  head(url: string): Promise<Response> {
    return fetch(url, { method: 'HEAD', redirect: 'manual', headers: { cookie: this.cookieHeader(new URL(url).pathname) } });
  }

  cookie(name: string): string | undefined {
    return [...this.cookies.values()].find((cookie) => cookie.name === name)?.value;
  }

  private cookieHeader(path: string): string {
    return [...this.cookies.values()].filter((cookie) => path.startsWith(cookie.path)).map(({ name, value }) => `${name}=${value}`).join('; ');
  }

  private keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ');
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(pair.indexOf('=') + 1);
      const path = attributes.find((attribute) => attribute.toLowerCase().startsWith('path='))?.slice(5) ?? '/';
      if (value === '') this.cookies.delete(`${name} ${path}`);
      else this.cookies.set(`${name} ${path}`, { name, value, path });
    }
  }
}

export class Page {
  constructor(
    private readonly browser: Browser,
    readonly url: URL,
    readonly status: number,
    readonly html: string,
    readonly headers: Headers,
  ) {}

  get title(): string {
    return /<h1>([^<]*)<\/h1>/.exec(this.html)?.[1] ?? '';
  }

  get error(): string | undefined {
    return /role="alert"[^>]*>([^<]*)</.exec(this.html)?.[1];
  }

  hidden(): Record<string, string> {
    return Object.fromEntries([...this.html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]));
  }

  /** Sends the page's form with what a person filled in. */
  send(fields: Record<string, string>): Promise<Page> {
    const action = /<form[^>]* action="([^"]*)"/.exec(this.html)?.[1];
    if (action === undefined) throw new Error(`the page ${this.url.href} (${this.status}) has no form: ${this.html.slice(0, 500)}`);
    return this.browser.open(new URL(action, this.url), { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ ...this.hidden(), ...fields }).toString() });
  }
}

/** `openid-client`, whose requests to the issuer reach the test's server. */
export async function relyingParty(test: TestApp, { id, client_secret }: MadeApplication, authentication?: client.ClientAuth): Promise<client.Configuration> {
  const issuer = new URL(test.settings.values.APP_URL);
  return client.discovery(issuer, id, undefined, authentication ?? (client_secret ? client.ClientSecretBasic(client_secret) : client.None()), {
    // The tests' server speaks no TLS.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    execute: [client.allowInsecureRequests],
    [client.customFetch]: ((url: string, options: RequestInit) => fetch(url.replace(issuer.origin, test.url), options)),
  });
}

export interface Started {
  readonly url: URL;
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

export async function start(config: client.Configuration, parameters: Record<string, string> = {}): Promise<Started> {
  const verifier = randomBytes(32).toString('base64url');
  const [state, nonce] = [randomBytes(8).toString('hex'), randomBytes(8).toString('hex')];
  const url = client.buildAuthorizationUrl(config, { redirect_uri: CALLBACK, scope: 'openid profile email', code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256', state, nonce, ...parameters });
  return { url, verifier, state, nonce };
}

export function redeem(config: client.Configuration, started: Started, callback: URL): Promise<client.TokenEndpointResponse & client.TokenEndpointResponseHelpers> {
  return client.authorizationCodeGrant(config, callback, { pkceCodeVerifier: started.verifier, expectedState: started.state, expectedNonce: started.nonce });
}

/** Signs in on the page with a password. */
export async function signIn(browser: Browser, url: URL, email: string): Promise<Page> {
  return (await browser.open(url)).send({ email, password: PASSWORD });
}

export async function userinfo(test: TestApp, token: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${test.url}/oauth2/userinfo`, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, body: await response.json() };
}
