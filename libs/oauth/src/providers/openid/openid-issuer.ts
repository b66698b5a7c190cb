import type { OpenIdSettings } from '@authengine/config';
import { DomainError, type Clock } from '@authengine/kernel';
import { allowInsecureRequests, ClientSecretBasic, ClientSecretPost, clockSkew, clockTolerance, Configuration, customFetch, discovery, enableNonRepudiationChecks, type ClientAuth, type CustomFetch, type ServerMetadata } from 'openid-client';
import { OAuthErrors } from '../../oauth.errors.js';
import type { ProviderHttp } from '../../outbound/provider-http.js';
import type { ProviderSettings } from '../provider-settings.js';
import { faultyEndpoint } from './discovery-document.js';
import { openIdRefusal } from './openid-refusal.js';

const FRESH_MS = 600_000;
const TOLERANCE_SECONDS = 60;

/** An OpenID issuer and our client there. Its discovery document is kept for ten minutes; one that cannot be had is asked for again the next time. */
export class OpenIdIssuer {
  private known: { readonly metadata: ServerMetadata; readonly at: number } | undefined;
  private asking: Promise<ServerMetadata> | undefined;
  /** Settings refuse it in production. */
  private readonly insecure: boolean;

  constructor(private readonly openId: OpenIdSettings, private readonly settings: ProviderSettings, private readonly clock: Clock) {
    this.insecure = openId.issuer.startsWith('http:');
  }

  /** Whether `iss` is this issuer. At the root of a host, the slash at the end is the same address (RFC 3986 section 6.2.3). */
  is(iss: string): boolean {
    return URL.canParse(iss) && new URL(iss).href === new URL(this.openId.issuer).href;
  }

  /**
   * The client for one leg of a flow, whose requests all go over `http`. It checks the signature of id_tokens, and fetches
   * the keys anew each time, so that a key that the provider took back counts no more.
   * @throws OAuthErrors.provider_unavailable
   */
  async client(http: ProviderHttp): Promise<Configuration> {
    const metadata = await this.metadata(http);
    const { clientId, clientSecret } = this.settings;
    const skew = Math.round((this.clock.now().getTime() - Date.now()) / 1000);
    const client = new Configuration(metadata, clientId, { [clockSkew]: skew, [clockTolerance]: TOLERANCE_SECONDS }, authentication(metadata, clientSecret));
    client[customFetch] = over(http);
    enableNonRepudiationChecks(client);
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- deprecated to be seen; see `insecure`
    if (this.insecure) allowInsecureRequests(client);
    return client;
  }

  /** Sign-ins that begin while it is being asked for wait for the same answer. */
  private async metadata(http: ProviderHttp): Promise<ServerMetadata> {
    const now = this.clock.now().getTime();
    if (this.known && now - this.known.at < FRESH_MS) return this.known.metadata;
    this.asking ??= this.discover(http).finally(() => {
      this.asking = undefined;
    });
    const metadata = await this.asking;
    this.known = { metadata, at: now };
    return metadata;
  }

  private async discover(http: ProviderHttp): Promise<ServerMetadata> {
    try {
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- deprecated to be seen; see `insecure`
      const execute = this.insecure ? [allowInsecureRequests] : [];
      const found = await discovery(new URL(this.openId.issuer), this.settings.clientId, undefined, undefined, { execute, [customFetch]: over(http) });
      const metadata = found.serverMetadata();
      // For some hosts the library lets another issuer pass (OpenID Connect Discovery section 4.3 does not).
      const fault = this.is(metadata.issuer) ? faultyEndpoint(metadata, this.insecure) : 'issuer';
      if (fault !== null) throw OAuthErrors.provider_unavailable({ log: { discovery: fault } });
      return metadata;
    } catch (error) {
      const refusal = openIdRefusal(error);
      if (refusal instanceof DomainError && refusal.code === OAuthErrors.provider_unavailable.code) throw refusal;
      throw OAuthErrors.provider_unavailable({ log: { discovery: error instanceof Error ? error.message.slice(0, 100) : 'not understood' } });
    }
  }
}

/** `client_secret_basic` is every server's own way (RFC 6749 section 2.3.1); the other one only where that is not taken. */
function authentication({ token_endpoint_auth_methods_supported: methods }: ServerMetadata, secret: string): ClientAuth {
  return methods?.includes('client_secret_post') && !methods.includes('client_secret_basic') ? ClientSecretPost(secret) : ClientSecretBasic(secret);
}

function over(http: ProviderHttp): CustomFetch {
  return (url, { method, headers, body }) => http.fetch({ method, url, headers, ...(body instanceof URLSearchParams ? { body: body.toString() } : {}) });
}
