import type { ProviderIdentity } from './provider-identity.js';
import type { ProviderName } from './provider-name.js';

/** What a flow needs to keep until its callback. */
export interface FlowSecrets {
  /** RFC 7636; S256 always. */
  readonly verifier: string;
  /** OpenID Connect Core section 3.1.2.1. */
  readonly nonce: string;
}

/** One way to sign in through a provider. */
export interface Provider {
  readonly name: ProviderName;

  /**
   * Where the browser goes. `begin` keeps the secrets and resolves with the `state` that finds them again.
   * With `selectAccount` the provider asks which account it is to be, also where one is signed in there.
   */
  authorizationUrl(begin: (secrets: FlowSecrets) => Promise<string>, asked: { readonly selectAccount: boolean }): Promise<string>;

  /** Whether `iss` of an authorization response is this provider's (RFC 9207 section 2.4). */
  isIssuer(iss: string): boolean;

  /**
   * Redeems the code and says who signed in; five seconds for all of it.
   * @throws OAuthErrors.code_refused, proof_refused, provider_unavailable
   */
  identify(code: string, secrets: FlowSecrets): Promise<ProviderIdentity>;
}
