import type { ProviderDescription } from '@authengine/contracts';
import { endpointOf, variableOf } from './provider-variables.js';

/** How an OpenID provider is asked, beside its client. */
export interface OpenIdSettings {
  readonly issuer: string;
  readonly scopes: readonly string[];
  /** Whether `email_verified` of this provider proves an address. */
  readonly trustEmail: boolean;
}

/** A known provider, with its values from the environment. */
export interface ProviderSettings {
  readonly description: ProviderDescription;
  /** The client id and secret of this service there; null when nobody signs in through it. */
  readonly client: { readonly id: string; readonly secret: string } | null;
  /** For a provider of OIDC_PROVIDERS, whose endpoints its discovery document names. */
  readonly openId?: OpenIdSettings;
  /** The variable's value; undefined when it is not set. */
  readonly set: (part: string) => string | undefined;
  /** The URL of an endpoint: the one that is set, otherwise the provider's own. */
  readonly endpoint: (key: string) => string | undefined;
}

export function providerSettings(description: ProviderDescription, values: Readonly<Record<string, unknown>>): ProviderSettings {
  const set = (part: string): string | undefined => values[variableOf(description, part)] as string | undefined;
  const [id, secret] = [set('client_id'), set('client_secret')];
  return {
    description,
    client: id === undefined || secret === undefined ? null : { id, secret },
    set,
    endpoint: (key) => set(`${key}_url`) ?? endpointOf(description, key).url,
  };
}
