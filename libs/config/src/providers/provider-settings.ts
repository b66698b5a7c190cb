import type { ProviderDescription } from '@authengine/contracts';
import { endpointOf, variableOf } from './provider-variables.js';

/** A provider that the installation knows, and what the environment says of it. */
export interface ProviderSettings {
  readonly description: ProviderDescription;
  /** This service's own name and secret there; null where nobody signs in through it. */
  readonly client: { readonly id: string; readonly secret: string } | null;
  /** The variable's value; undefined where it is not set. */
  readonly set: (part: string) => string | undefined;
  /** Where it is asked: as it is set, else as it is described. */
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
