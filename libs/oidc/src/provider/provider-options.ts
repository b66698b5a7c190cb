import { Settings } from '@authengine/config';
import { currentRequest } from '@authengine/contracts';
import { KeyRing } from '@authengine/crypto';
import { Injectable } from '@nestjs/common';
import type { Configuration, KoaContextWithOIDC, default as Provider } from 'oidc-provider';
import { knownScopes } from '../applications/known-scopes.js';
import { OWN_METADATA } from '../clients/client-metadata.js';
import { ONE_FACTOR, TWO_FACTORS } from '../interactions/authentication-context.js';
import type { KeySet } from '../keys/key-set.js';
import { Accounts, CLAIMS } from './account.js';
import { ProviderAdapters } from './adapter.js';
import { Granting } from './granting.js';
import { interactionPolicy, PAGE_OF_PROMPT, PROMPTS } from './interaction-policy.js';
import { outboundFetch } from './outbound-fetch.js';
import { JwtClaims } from './jwt-claims.js';
import { ProvenApplications } from './proven-applications.js';
import { ProviderPages } from './provider-pages.js';
import { cookieNames } from './cookie-names.js';
import { StepUp } from './step-up.js';
import { Refusals } from './refusals.js';

const MINUTE = 60;
const DAY = 86_400;
/** A public client is nobody in particular, so it asks about no token (RFC 7662 section 2.1). */
const CONFIDENTIAL_METHODS = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;
/** What an application signs with, to prove who it is. */
const ASSERTION_ALGS = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;

/** What the provider does and does not, in the words of the library. */
@Injectable()
export class ProviderOptions {
  constructor(
    private readonly settings: Settings,
    private readonly adapters: ProviderAdapters,
    private readonly accounts: Accounts,
    private readonly granting: Granting,
    private readonly pages: ProviderPages,
    private readonly refusals: Refusals,
    private readonly keys: KeyRing,
    private readonly jwtClaims: JwtClaims,
    private readonly stepUp: StepUp,
    private readonly proven: ProvenApplications,
  ) {}

  /** How its cookies are set. */
  get cookie(): { readonly httpOnly: boolean; readonly sameSite: 'lax'; readonly signed: boolean; readonly path: string } {
    return { httpOnly: true, sameSite: 'lax', signed: true, path: this.settings.publicPath || '/' };
  }

  get cookieNames(): ReturnType<typeof cookieNames> {
    return cookieNames(this.settings.values.APP_URL, this.cookie.path);
  }

  get sessionSeconds(): number {
    return this.settings.values.SESSION_ABSOLUTE_DAYS * DAY;
  }

  /** How long a question waits for its answer. */
  readonly interactionSeconds = 30 * MINUTE;

  of(keys: KeySet, library: typeof import('oidc-provider')): Configuration {
    const { values, publicPath, production } = this.settings;
    const { cookie } = this;
    const options: Configuration = {
      adapter: this.adapters.of,
      jwks: { keys: keys.privateJwks },
      cookies: {
        keys: this.keys.derivedKeys('oidc-cookie').map(({ key }) => key.export().toString('base64url')),
        names: this.cookieNames,
        long: cookie,
        short: cookie,
      },
      routes: {
        authorization: '/oauth2/authorize',
        token: '/oauth2/token',
        userinfo: '/oauth2/userinfo',
        revocation: '/oauth2/revoke',
        introspection: '/oauth2/introspect',
        pushed_authorization_request: '/oauth2/par',
        end_session: '/oauth2/logout',
        device_authorization: '/oauth2/device_authorization',
        code_verification: '/device',
        jwks: '/.well-known/jwks.json',
      },
      responseTypes: ['code'],
      clientAuthMethods: [...CONFIDENTIAL_METHODS, 'none'],
      allowOmittingSingleRegisteredRedirectUri: false,
      clientDefaults: { grant_types: [], response_types: [], id_token_signed_response_alg: values.OIDC_SIGNING_ALG, token_endpoint_auth_method: 'client_secret_basic' },
      enabledJWA: { idTokenSigningAlgValues: [values.OIDC_SIGNING_ALG], userinfoSigningAlgValues: [values.OIDC_SIGNING_ALG], clientAuthSigningAlgValues: [...ASSERTION_ALGS], dPoPSigningAlgValues: ['ES256', 'EdDSA'] },
      scopes: [...knownScopes()],
      claims: CLAIMS,
      acrValues: [ONE_FACTOR, TWO_FACTORS],
      pkce: { required: () => true },
      // Its signature is right by then.
      assertJwtClientAuthClaimsAndHeader: async (_ctx, { exp }, _header, client) => {
        await this.refusals.unlessSoon(exp);
        await this.proven.count(client.clientId);
      },
      extraClientMetadata: { properties: [...OWN_METADATA] },
      // A private scheme has the origin `null`, which is also that of every sandboxed frame.
      clientBasedCORS: (_ctx, origin, client) => origin !== 'null' && client.redirectUris?.some((uri) => URL.canParse(uri) && new URL(uri).origin === origin) === true,
      findAccount: (ctx, id, token) => this.account(ctx, id, token),
      loadExistingGrant: (ctx) => this.granting.existing(ctx),
      // What an application was given hangs on the session here, which is asked every time.
      expiresWithSession: () => Promise.resolve(false),
      issueRefreshToken: (_ctx, client, source) => Promise.resolve(client.grantTypeAllowed('refresh_token') && (client['ae:first_party'] === true || source.scopes.has('offline_access'))),
      rotateRefreshToken: true,
      revokeGrantPolicy: () => true,
      interactions: { policy: interactionPolicy(library, { granting: this.granting, stepUp: this.stepUp }), url: (_ctx, { prompt }) => publicPath + (PAGE_OF_PROMPT[prompt.name] ?? '/sign-in') },
      extraParams: { organization: (_ctx, value) => this.refusals.unlessOrganization(value) },
      renderError: (ctx, out) => this.pages.error(ctx, out),
      fetch: outboundFetch({ production, proxies: { http: values.HTTP_PROXY, https: values.HTTPS_PROXY, none: values.NO_PROXY } }) as never,
      discovery: {
        introspection_endpoint_auth_methods_supported: [...CONFIDENTIAL_METHODS],
        revocation_endpoint_auth_methods_supported: [...CONFIDENTIAL_METHODS, 'none'],
        // Needed beside `private_key_jwt` (RFC 8414 section 2).
        introspection_endpoint_auth_signing_alg_values_supported: [...ASSERTION_ALGS],
        revocation_endpoint_auth_signing_alg_values_supported: [...ASSERTION_ALGS],
        prompt_values_supported: [...PROMPTS],
      },
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        // An application ends its own tokens; of another's it is not told that they exist.
        revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
        // Answered elsewhere, once the application is known; see `OwnTokenQuestions`.
        introspection: { enabled: true, allowedPolicy: () => false },
        pushedAuthorizationRequests: { enabled: true },
        dPoP: { enabled: true },
        backchannelLogout: { enabled: true },
        rpInitiatedLogout: {
          enabled: true,
          logoutSource: (ctx, form) => this.pages.signOut(ctx, form),
          postLogoutSuccessSource: (ctx) => this.pages.signedOut(ctx),
        },
        deviceFlow: {
          enabled: true,
          deviceInfo: () => ({ ip: currentRequest()?.ip ?? undefined }),
          userCodeInputSource: (ctx, form, _out, error) => this.pages.deviceCode(ctx, form, error),
          userCodeConfirmSource: (ctx, form, client, _device, userCode) => this.pages.confirmDevice(ctx, form, client.clientName ?? '', userCode),
          successSource: (ctx) => this.pages.deviceConnected(ctx),
        },
        resourceIndicators: {
          enabled: true,
          useGrantedResource: () => Promise.resolve(true),
          getResourceServerInfo: async (_ctx, resource, client) => {
            if (!isResource(resource)) throw await this.refusals.unknownResource();
            return { scope: [...knownScopes()].join(' '), audience: resource, accessTokenFormat: client['ae:access_token_format'] as 'opaque' | 'jwt', accessTokenTTL: this.accessSeconds(client), jwt: { sign: { alg: values.OIDC_SIGNING_ALG } } };
          },
        },
      },
      formats: {
        customizers: {
          // Our session and grant, and the tenant: what is asked whether the token stands (RFC 9068 section 2.2).
          jwt: async (_ctx, token, { payload }) => {
            Object.assign(payload, await this.jwtClaims.of(token as never));
          },
        },
      },
      ttl: {
        AccessToken: (_ctx, _token, client) => this.accessSeconds(client),
        ClientCredentials: (_ctx, _token, client) => this.accessSeconds(client),
        AuthorizationCode: MINUTE,
        DeviceCode: 10 * MINUTE,
        IdToken: 60 * MINUTE,
        Interaction: this.interactionSeconds,
        Session: this.sessionSeconds,
        Grant: values.SESSION_ABSOLUTE_DAYS * DAY,
        RefreshToken: values.REFRESH_TOKEN_EXPIRE_DAYS * DAY,
      },
    };
    return options;
  }

  /** How a token of this client says it: `jwt` tokens need an audience, which is this service where none was asked for. */
  defaultAudience(provider: Provider, client: { readonly [key: string]: unknown } | undefined): InstanceType<Provider['ResourceServer']> | undefined {
    if (client?.['ae:access_token_format'] !== 'jwt') return undefined;
    const { APP_URL, OIDC_SIGNING_ALG } = this.settings.values;
    return new provider.ResourceServer(APP_URL, { scope: '', audience: APP_URL, accessTokenFormat: 'jwt', jwt: { sign: { alg: OIDC_SIGNING_ALG } } });
  }

  private async account(ctx: KoaContextWithOIDC, id: string, token?: { readonly grantId?: string; readonly scope?: string }) {
    const { client } = ctx.oidc;
    const account = await this.accounts.find(id, token, client);
    if (!account || !client || (await this.accounts.mayUse(id, client))) return account;
    if (ctx.oidc.route === 'token' || ctx.oidc.route === 'userinfo') return undefined;
    throw await this.refusals.denied('the account is not one of the organization that the application is for');
  }

  private accessSeconds(client: { readonly [key: string]: unknown } | undefined): number {
    const minutes = client?.['ae:access_token_minutes'];
    return (typeof minutes === 'number' ? minutes : this.settings.values.ACCESS_TOKEN_EXPIRE_MINUTES) * MINUTE;
  }
}

/** RFC 8707 section 2: an absolute URI without a fragment; here a plain https URL, or one on this machine. */
function isResource(text: string): boolean {
  if (text.length > 2048 || !/^https?:\/\/[\x21\x23-\x5b\x5d-\x7e]+$/.test(text) || text.includes('#') || !URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  return (protocol === 'https:' || hostname === 'localhost' || hostname === '127.0.0.1') && username === '' && password === '';
}
