import type { IncomingMessage, ServerResponse } from 'node:http';
import { Settings } from '@authengine/config';
import { AccessErrors, AuditTrail, currentRequest } from '@authengine/contracts';
import { Clock, type ApplicationId, type SessionId, type UserId } from '@authengine/kernel';
import { Injectable, Logger } from '@nestjs/common';
import type { Client, KoaContextWithOIDC, default as Provider } from 'oidc-provider';
import { ClientMetadata } from '../clients/client-metadata.js';
import type { KeySet } from '../keys/key-set.js';
import { LiveKeys } from '../keys/live-keys.js';
import { BrowserSessions } from './browser-sessions.js';
import { currentProtocolRequest, providersAre } from './current-context.js';
import { ProvenApplications } from './proven-applications.js';
import { ProviderOptions } from './provider-options.js';
import { answeringWhatIsAway, isStoreAway, RETRY_LATER } from './store-away.js';
import { RefreshRotation } from './refresh-rotation.js';


/** What the library tells of the endpoints where an application proves who it is. */
const AUTHENTICATING = ['grant.error', 'revocation.error', 'pushed_authorization_request.error', 'device_authorization.error'];
/** An application, and who is signed out of which session. */
export interface LogoutToTell {
  readonly uri: string;
  readonly applicationId: ApplicationId;
  readonly userId: UserId;
  readonly sessionId: SessionId;
}

interface Built {
  readonly version: string;
  readonly provider: Provider;
  readonly answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly tell: (logout: LogoutToTell) => Promise<void>;
}

/** The protocol library, made anew when the signing keys change: it takes keys only when it is made. */
@Injectable()
export class LiveProvider {
  private readonly log = new Logger('OpenIdProvider');
  private readonly introspected = new WeakMap<IncomingMessage, (clientId: string) => Promise<string>>();
  /** By request: the session that somebody had in this browser who has signed in anew. */
  private readonly former = new WeakMap<IncomingMessage, { readonly accountId?: string | undefined; readonly uid: string }>();
  private building: { readonly version: string; readonly built: Promise<Built> } | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly keys: LiveKeys,
    private readonly options: ProviderOptions,
    private readonly clients: ClientMetadata,
    private readonly rotation: RefreshRotation,
    private readonly browsers: BrowserSessions,
    private readonly proven: ProvenApplications,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** `introspected` answers about a token for the application that the library has authenticated. */
  async answer(request: IncomingMessage, response: ServerResponse, introspected?: (clientId: string) => Promise<string>): Promise<void> {
    const { answer } = await this.current();
    if (introspected) this.introspected.set(request, introspected);
    this.pin(request);
    await answer(request, response);
  }

  /** For the pages that answer its questions. */
  async forPage(request: IncomingMessage): Promise<Provider> {
    this.pin(request);
    return (await this.current()).provider;
  }

  /**
   * Tells an application that a user is signed out, by a token that is signed now.
   * @throws Error when it does not answer 200 or 204
   */
  async tellLogout(logout: LogoutToTell): Promise<void> {
    await (await this.current()).tell(logout);
  }

  private current(): Promise<Built> {
    const keys = this.keys.current;
    if (this.building?.version !== keys.version) {
      const built = this.build(keys);
      this.building = { version: keys.version, built };
      built.catch(() => {
        this.building = undefined;
      });
    }
    return this.building.built;
  }

  private async build(keys: KeySet): Promise<Built> {
    const library = await import('oidc-provider');
    providersAre(library.default);
    const provider = new library.default(this.settings.values.APP_URL, this.options.of(keys, library));
    provider.proxy = true;
    const tell = this.backChannel(provider);
    // First, so that it is around all others: also what fails while the library handles a fault is answered so.
    provider.use((_, next) => answeringWhatIsAway(next));
    this.adapt(provider);
    provider.use(async (ctx, next) => {
      await next();
      const { route, client } = (ctx as KoaContextWithOIDC).oidc;
      const introspected = this.introspected.get(ctx.req);
      if (route !== 'introspection' || ctx.status !== 200 || !introspected || !client) return;
      ctx.body = await introspected(client.clientId);
      ctx.type = 'json';
    });
    // Signing out of the browser ends what it has: one session, so the one before it ends here.
    provider.use(async (ctx, next) => {
      await next();
      const former = this.former.get(ctx.req);
      if (former) await this.browsers.end(former);
    });
    const callback = provider.callback();
    return {
      version: keys.version,
      provider,
      answer: async (request, response) => {
        await callback(request, response);
      },
      tell,
    };
  }

  /**
   * The library tells applications by itself, once and while the user waits, of a logout on its own page alone. Here every end
   * of a session is told from the table of notices; of the library comes the request.
   */
  private backChannel(provider: Provider): Built['tell'] {
    const prototype = provider.Client.prototype as unknown as { backchannelLogout: (this: Client, sub: string, sid: string) => Promise<void> };
    const { backchannelLogout } = prototype;
    prototype.backchannelLogout = () => Promise.resolve();
    return async ({ uri, applicationId, userId, sessionId }) => {
      // It may be gone by now.
      const metadata = { client_id: applicationId, redirect_uris: [], response_types: [], grant_types: [], token_endpoint_auth_method: 'none', backchannel_logout_uri: uri, backchannel_logout_session_required: true };
      await backchannelLogout.call(new (provider.Client as unknown as new (metadata: object) => Client)(metadata), userId, sessionId);
    };
  }

  /** Where the library has one way and this service another. */
  private adapt(provider: Provider): void {
    const { clients, clock, proven, rotation } = this;
    // An empty answer is of no type: browsers' libraries refuse a revocation that is answered with text.
    provider.use(async (ctx, next) => {
      await next();
      if (ctx.body === '') ctx.remove('Content-Type');
      // Whoever is asked for help finds the request by it.
      if (ctx.status >= 400 && isError(ctx.body)) ctx.body = { ...ctx.body, ...(isGrantOfOthers(ctx as KoaContextWithOIDC) ? { error: 'unauthorized_client' } : {}), request_id: currentRequest()?.requestId };
    });
    // Secrets are compared with digests. One may come in the header or in the form, whichever is registered: both prove the
    // same (RFC 6749 section 2.3.1), and libraries differ in what they do when told nothing.
    provider.Client.prototype.compareClientSecret = async function (this: { readonly clientId: string }, secret: string) {
      if (!(await clients.accepts(this.clientId, secret))) return false;
      await proven.count(this.clientId);
      return true;
    };
    // A refresh token has one successor, which follows from it.
    const newId = Reflect.get(provider.RefreshToken.prototype, 'generateTokenId') as (this: object) => string;
    Object.defineProperty(provider.RefreshToken.prototype, 'generateTokenId', {
      value(this: object) {
        const rotated = currentProtocolRequest()?.oidc.entities.RotatedRefreshToken;
        return rotated ? rotation.successorOf(rotated.jti) : newId.call(this);
      },
    });
    for (const Model of [provider.AccessToken, provider.ClientCredentials]) this.formatTokens(provider, Model.prototype as never);
    // A page for a wrong form is drawn after a new browser's session was not saved, and its own form needs that session.
    const persist = Reflect.get(provider.Session.prototype, 'persist') as (this: object) => Promise<unknown>;
    const { options } = this;
    Object.defineProperty(provider.Session.prototype, 'persist', {
      value(this: InstanceType<typeof provider.Session>) {
        if (typeof this.exp === 'number') return persist.call(this);
        currentProtocolRequest()?.oidc.cookies.set(options.cookieNames.session, this.jti, options.cookie);
        return this.save(options.sessionSeconds);
      },
    });
    // Applications know the session by its id, whichever act ends it.
    const { sidFor } = provider.Session.prototype as unknown as { sidFor: (this: object, clientId: string, value?: string) => string | undefined };
    provider.Session.prototype.sidFor = function (this: { readonly uid: string }, clientId: string, value?: string) {
      if (value !== undefined) sidFor.call(this, clientId, value);
      return this.uid;
    };
    // One clock for everything, also where the library would ask the machine's.
    provider.Session.prototype.past = function (this: { readonly loginTs?: number }, age: unknown) {
      return this.loginTs === undefined || Math.floor(clock.now().getTime() / 1000) - this.loginTs > Number(age);
    };
    // There is one session: the browser's has the id of the one that began here.
    provider.on('interaction.ended', (ctx: KoaContextWithOIDC) => {
      const login = ctx.oidc.result?.login as { readonly session_id?: string } | undefined;
      const { session } = ctx.oidc;
      if (login?.session_id === undefined || !session) return;
      if (session.uid !== login.session_id) this.former.set(ctx.req, { accountId: session.accountId, uid: session.uid });
      session.uid = login.session_id;
    });
    for (const event of AUTHENTICATING) (provider as unknown as NodeJS.EventEmitter).on(event, (ctx: KoaContextWithOIDC, err: Error & { readonly error?: string }) => this.onRefused(ctx, err));
    provider.on('server_error', (ctx: KoaContextWithOIDC, err: Error) => {
      // Also where the library asked something else than an adapter: secrets, accounts, what is told of a token.
      if (isStoreAway(err)) ctx.status = 503;
      if (ctx.status === 503) ctx.set(RETRY_LATER);
      this.log.error({ err }, 'a request of the protocol failed');
    });
    (provider as unknown as NodeJS.EventEmitter).on('error', (err: Error) => {
      this.log.error({ err }, 'a request of the protocol failed');
    });
  }

  /** Whoever did not prove to be the application is on record, as every caller is who is not let in. */
  private onRefused({ method, path }: KoaContextWithOIDC, { error }: { readonly error?: string }): void {
    if (error === 'invalid_client') void this.trail.refuse(undefined, AccessErrors.unauthenticated(), { method, route: path });
  }

  private formatTokens(provider: Provider, prototype: { generateTokenId(): string; client?: Record<string, unknown>; resourceServer?: unknown }): void {
    const { options } = this;
    const { generateTokenId: generate } = prototype as { readonly generateTokenId: (this: object) => string };
    Object.defineProperty(prototype, 'generateTokenId', {
      value(this: typeof prototype) {
        if (!this.resourceServer) {
          const audience = options.defaultAudience(provider, this.client);
          if (audience) this.resourceServer = audience;
        }
        return generate.call(this);
      },
    });
  }

  /** Addresses in answers are those of APP_URL, never of a request's headers. */
  private pin({ headers }: IncomingMessage): void {
    const { protocol, host } = new URL(this.settings.values.APP_URL);
    headers.host = host;
    headers['x-forwarded-proto'] = protocol.slice(0, -1);
    delete headers['x-forwarded-host'];
    delete headers['x-forwarded-for'];
  }
}

function isError(body: unknown): body is { readonly error: string } {
  return typeof body === 'object' && body !== null && 'error' in body;
}

/** A grant that there is, and that the application is not made for. The library calls the request invalid; RFC 6749 section 5.2 has a code for it. */
function isGrantOfOthers({ body, oidc: { route, client, params } }: KoaContextWithOIDC): boolean {
  const grantType = params?.['grant_type'];
  return route === 'token' && isError(body) && body.error === 'invalid_request' && typeof grantType === 'string' && client?.grantTypeAllowed(grantType) === false;
}
