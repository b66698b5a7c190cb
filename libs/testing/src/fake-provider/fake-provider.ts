import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '@authengine/kernel';
import { SigningKey } from './signing-key.js';

export type BuiltInProviderKind = 'google' | 'github' | 'microsoft';
/** One of ours, a provider of an extension, or one of OIDC_PROVIDERS, by its name. */
export type ProviderKind = BuiltInProviderKind | (string & Record<never, never>);

/** Who signs in next, in each provider's own words; what is absent is not told. */
export interface FakePerson {
  readonly google?: Readonly<Record<string, unknown>>;
  readonly github?: { readonly user: unknown; readonly emails: unknown };
  readonly microsoft?: Readonly<Record<string, unknown>>;
  /** What the one endpoint of a provider of an extension tells. */
  readonly described?: Readonly<Record<string, unknown>>;
  /** The claims at a provider of OIDC_PROVIDERS. */
  readonly openid?: Readonly<Record<string, unknown>>;
}

/**
 * What an endpoint answers instead: `hang` says nothing, `drip` begins its answer and never ends it, `late` is the right
 * answer after a second, `huge` the right one and 10 MB more, `down` a 503 page.
 */
type EndpointFault = 'hang' | 'drip' | 'late' | 'huge' | 'html' | 'empty' | 'down' | 'redirect' | 'null' | { readonly status: number; readonly json: unknown; readonly headers?: Readonly<Record<string, string>> };

/** How it misbehaves; everything is in order where a switch is not set. */
export interface ProviderFaults {
  readonly token?: EndpointFault;
  readonly userinfo?: EndpointFault;
  /** GitHub's list of addresses. */
  readonly emails?: EndpointFault;
  readonly jwks?: EndpointFault;
  readonly discovery?: EndpointFault;
  /** Overrides members of the discovery document; `undefined` leaves one out. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Overrides claims of the id_token; `undefined` leaves one out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  /** `none`: unsigned; `stranger`: signed with a key that is not published; `hmac`: HS256 with the public key. */
  readonly signature?: 'none' | 'stranger' | 'hmac';
  readonly noIdToken?: boolean;
}

/** Two for all providers of a process, made by the first: making one takes a fifth of a second. */
const ownKey = once(() => new SigningKey('key-1'));
const strangersKey = once(() => new SigningKey('key-1'));

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

interface Grant {
  readonly kind: ProviderKind;
  readonly nonce: string | null;
  readonly challenge: string;
  readonly redirectUri: string;
  readonly person: FakePerson;
}

const CLIENT_ID = 'authengine-client';
const CLIENT_SECRET = 'authengine-client-secret';
const PADDING = { padding: 'x'.repeat(10_000_000) };
const LATE_MS = 1_000;
const DRIP_MS = 100;

/** Google, GitHub and Microsoft on one loopback port, as honest or as hostile as a test wants them. */
export class FakeProvider {
  faults: ProviderFaults = {};
  person: FakePerson = {};
  /** How often a discovery document was asked for. */
  discoveries = 0;
  /** The forms that the token endpoint was sent. */
  readonly redeemed: URLSearchParams[] = [];
  /** Paths that only a follower of its redirects asks for. */
  readonly strayed: string[] = [];
  private readonly key = ownKey();
  private readonly stranger = strangersKey();
  private readonly grants = new Map<string, Grant>();
  private readonly accessTokens = new Map<string, Grant>();
  private server: Server | undefined;

  /** `further`: providers of extensions, which speak OAuth 2.0 and tell `described`. `openIds`: those of OIDC_PROVIDERS. */
  constructor(
    private readonly clock: Clock,
    private readonly further: readonly string[] = [],
    private readonly openIds: readonly string[] = [],
  ) {}

  async start(): Promise<void> {
    this.server = createServer((request, response) => void this.answer(request, response));
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  reset(): void {
    this.faults = {};
    this.discoveries = 0;
    this.redeemed.length = 0;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server?.address() as AddressInfo).port}`;
  }

  /** The environment that points a server at this provider. */
  env(): Record<string, string> {
    const of = (kind: ProviderKind): Record<string, string> => {
      const [prefix, base] = [kind.toUpperCase(), `${this.url}/${kind}`];
      return {
        [`${prefix}_CLIENT_ID`]: CLIENT_ID,
        [`${prefix}_CLIENT_SECRET`]: CLIENT_SECRET,
        [`${prefix}_AUTHORIZATION_URL`]: `${base}/authorize`,
        [`${prefix}_TOKEN_URL`]: `${base}/token`,
        [`${prefix}_USERINFO_URL`]: `${base}/userinfo`,
        ...(kind === 'github' ? { GITHUB_EMAILS_URL: `${base}/emails` } : {}),
        ...(this.isOpenId(kind) ? { [`${prefix}_JWKS_URL`]: `${base}/jwks`, [`${prefix}_ISSUER`]: base } : {}),
      };
    };
    const ofOpenId = (name: string): Record<string, string> => {
      const prefix = `OIDC_${name.toUpperCase()}`;
      return { [`${prefix}_ISSUER`]: `${this.url}/${name}`, [`${prefix}_CLIENT_ID`]: CLIENT_ID, [`${prefix}_CLIENT_SECRET`]: CLIENT_SECRET };
    };
    const listed = this.openIds.length === 0 ? {} : { OIDC_PROVIDERS: this.openIds.join(',') };
    return Object.assign(listed, ...['google', 'github', 'microsoft', ...this.further].map(of), ...this.openIds.map(ofOpenId)) as Record<string, string>;
  }

  private isOpenId(kind: ProviderKind): boolean {
    return kind !== 'github' && !this.further.includes(kind);
  }

  /** The person agrees: where the provider sends the browser, with these parameters instead of its own. */
  approve(authorizationUrl: string, person: FakePerson, override: Readonly<Record<string, string | undefined>> = {}): URL {
    const asked = new URL(authorizationUrl).searchParams;
    const kind = new URL(authorizationUrl).pathname.split('/')[1] ?? '';
    const code = randomBytes(16).toString('hex');
    const redirectUri = asked.get('redirect_uri') ?? '';
    this.grants.set(code, { kind, nonce: asked.get('nonce'), challenge: asked.get('code_challenge') ?? '', redirectUri, person });
    const back = new URL(redirectUri);
    for (const [name, value] of Object.entries({ code, state: asked.get('state') ?? '', scope: 'whatever', ...override })) {
      if (value !== undefined) back.searchParams.set(name, value);
    }
    return back;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, kind, endpoint] = (request.url ?? '').split('?')[0]?.split('/') ?? [];
    if (kind === 'elsewhere') this.strayed.push(request.url ?? '');
    if (endpoint === 'token') return this.token(await formOf(request), response);
    if (endpoint === '.well-known') return this.discovery(kind ?? '', response);
    if (endpoint === 'jwks') return this.jwks(response);
    const grant = this.accessTokens.get((request.headers.authorization ?? '').replace('Bearer ', ''));
    if (!grant || grant.kind !== kind) return send(response, 401, { message: 'Bad credentials' });
    if (endpoint === 'emails') return answerWith(response, this.faults.emails, grant.person.github?.emails ?? []);
    return this.userinfo(grant, response);
  }

  private token(form: URLSearchParams, response: ServerResponse): void {
    this.redeemed.push(form);
    const { token: fault } = this.faults;
    if (fault && fault !== 'huge' && fault !== 'late') return answerWith(response, fault, null);
    const code = form.get('code') ?? '';
    const grant = this.grants.get(code);
    this.grants.delete(code);
    const proven = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url') === grant?.challenge;
    const client = form.get('client_id') === CLIENT_ID && form.get('client_secret') === CLIENT_SECRET;
    if (!grant || !proven || !client || form.get('redirect_uri') !== grant.redirectUri) return send(response, 400, { error: 'invalid_grant' });
    const accessToken = randomBytes(16).toString('hex');
    this.accessTokens.set(accessToken, grant);
    const withIdToken = this.isOpenId(grant.kind) && this.faults.noIdToken !== true;
    answerWith(response, fault, { access_token: accessToken, token_type: 'bearer', expires_in: 3600, ...(withIdToken ? { id_token: this.idToken(grant) } : {}) });
  }

  private discovery(name: string, response: ServerResponse): void {
    this.discoveries += 1;
    const issuer = `${this.url}/${name}`;
    const endpoints = { authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, userinfo_endpoint: `${issuer}/userinfo`, jwks_uri: `${issuer}/jwks` };
    answerWith(response, this.faults.discovery, { issuer, ...endpoints, response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'], code_challenge_methods_supported: ['S256'], ...this.faults.metadata });
  }

  private userinfo(grant: Grant, response: ServerResponse): void {
    const { google, github, microsoft, described, openid } = grant.person;
    const told: Record<string, unknown> = { google, github: github?.user, microsoft: { name: microsoft?.['name'] } };
    const ofOthers = this.openIds.includes(grant.kind) ? openid : described;
    answerWith(response, this.faults.userinfo, grant.kind in told ? told[grant.kind] : ofOthers);
  }

  private jwks(response: ServerResponse): void {
    answerWith(response, this.faults.jwks, { keys: [{ kty: 'EC', kid: 'other' }, { kty: 'oct', kid: 'symmetric', k: 'AAAA' }, this.key.jwk()] });
  }

  private idToken({ kind, nonce, person }: Grant): string {
    const seconds = Math.floor(this.clock.now().getTime() / 1000);
    const claims = { iss: `${this.url}/${kind}`, aud: CLIENT_ID, iat: seconds, exp: seconds + 3600, nonce, ...(this.openIds.includes(kind) ? person.openid : kind === 'google' ? person.google : person.microsoft), ...this.faults.claims };
    const signer = this.faults.signature === 'stranger' ? this.stranger : this.key;
    const how = this.faults.signature === 'none' || this.faults.signature === 'hmac' ? this.faults.signature : 'rsa';
    return signer.sign(claims, how, this.faults.header);
  }
}

/** The form, with the client's credentials also where they came by HTTP Basic. */
async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const form = new URLSearchParams(Buffer.concat(chunks).toString());
  const [scheme, basic = ''] = (request.headers.authorization ?? '').split(' ');
  if (scheme !== 'Basic') return form;
  // RFC 6749 section 2.3.1: both parts are form-encoded.
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':');
  for (const [name, part] of [['client_id', id], ['client_secret', secret]] as const) form.set(name, [...new URLSearchParams(`x=${part}`).values()][0] ?? '');
  return form;
}

function send(response: ServerResponse, status: number, json: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(json ?? null));
}

function answerWith(response: ServerResponse, fault: EndpointFault | undefined, right: unknown): void {
  if (typeof fault === 'object') return send(response, fault.status, fault.json, fault.headers);
  switch (fault) {
    case undefined:
      return send(response, 200, right);
    case 'huge':
      return send(response, 200, Array.isArray(right) ? [...(right as unknown[]), PADDING] : { ...PADDING, ...(right as object) });
    case 'late':
      setTimeout(() => {
        send(response, 200, right);
      }, LATE_MS);
      return;
    case 'hang':
      return;
    case 'drip': {
      response.writeHead(200, { 'Content-Type': 'application/json' }).write('{');
      const drip = setInterval(() => response.write(' '), DRIP_MS);
      response.on('close', () => {
        clearInterval(drip);
      });
      return;
    }
    case 'html':
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html><script>alert(1)</script></html>');
      return;
    case 'empty':
      response.writeHead(200, { 'Content-Type': 'application/json' }).end();
      return;
    case 'down':
      response.writeHead(503, { 'Content-Type': 'text/html' }).end('<h1>Down</h1>');
      return;
    case 'redirect':
      response.writeHead(302, { Location: '/elsewhere' }).end();
      return;
    case 'null':
      return send(response, 200, null);
  }
}
