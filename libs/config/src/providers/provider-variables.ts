import type { ProviderDescription, ProviderEndpoint } from '@authengine/contracts';
import { z } from 'zod';
import { docs, urlWith } from '../variable-docs.js';

const section = 'Social login';

type Variable = z.ZodOptional<z.ZodString>;
type Part<D extends ProviderDescription> = 'client_id' | 'client_secret' | `${keyof D['endpoints'] & string}_url` | (D extends { issuer: object } ? 'issuer' : never);

/** `GITLAB_CLIENT_ID` and the like. */
export type ProviderVariables<D extends ProviderDescription> = Record<`${Uppercase<D['name']>}_${Uppercase<Part<D>>}`, Variable>;

/** The variables of a provider. Its endpoints can be set for a company's own servers, national clouds and tests. */
export function providerVariables<const D extends ProviderDescription>(provider: D): ProviderVariables<D> {
  const { title, issuer } = provider;
  const variable = (schema: Variable, doc: { readonly about: string; readonly example: string; readonly secret?: true }): Variable => schema.register(docs, { section, ...doc });
  const variables: Record<string, Variable> = {
    [variableOf(provider, 'client_id')]: variable(z.string().min(1).optional(), { about: `Client id of this service at ${title}; without it nobody signs in there`, example: 'client-id-from-the-provider' }),
    [variableOf(provider, 'client_secret')]: variable(z.string().min(1).optional(), { secret: true, about: `Client secret at ${title}`, example: 'client-secret-from-the-provider' }),
  };
  for (const key of Object.keys(provider.endpoints)) {
    const { about, example } = endpointOf(provider, key);
    variables[variableOf(provider, `${key}_url`)] = variable(urlWith(['http:', 'https:']).optional(), { about, example });
  }
  if (issuer) variables[variableOf(provider, 'issuer')] = variable(z.string().min(1).optional(), issuer);
  return variables as ProviderVariables<D>;
}

export function variableOf({ name }: ProviderDescription, part: string): string {
  return `${name}_${part}`.toUpperCase();
}

export function endpointOf({ title, endpoints }: ProviderDescription, key: string): ProviderEndpoint {
  const given = endpoints[key] ?? '';
  return typeof given === 'string' ? { about: `Instead of ${title}'s ${key} endpoint`, example: given, url: given } : given;
}
