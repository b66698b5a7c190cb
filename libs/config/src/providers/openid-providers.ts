import { providerNameFaults } from '@authengine/contracts';
import { z } from 'zod';
import { openIdListVariables, openIdProviderVariables, openIdVariable } from './openid-provider-variables.js';
import type { ProviderSettings } from './provider-settings.js';

type Given = Readonly<Record<string, string | undefined>>;

/** The names that are taken, by providers and by variables. */
export interface TakenNames {
  readonly providers: readonly string[];
  readonly variables: ReadonlySet<string>;
}

const NEEDED = ['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET'] as const;
const OF_A_PROVIDER = /^OIDC_.+_(?:ISSUER|CLIENT_ID|CLIENT_SECRET|NAME|SCOPES|TRUST_EMAIL)$/;

/** Reads the OpenID providers that OIDC_PROVIDERS lists, and finds every fault in their variables. */
export function readOpenIdProviders(given: Given, taken: TakenNames): { readonly providers: readonly ProviderSettings[]; readonly faults: readonly string[] } {
  const names = z.object(openIdListVariables).parse({ OIDC_PROVIDERS: given['OIDC_PROVIDERS'] }).OIDC_PROVIDERS;
  const inName = [
    ...providerNameFaults(names.map((name) => ({ name, title: name, endpoints: {} }))).map((fault) => `OIDC_PROVIDERS: ${fault}`),
    ...names.filter((name) => taken.providers.includes(name)).map((name) => `OIDC_PROVIDERS cannot list ${name}, which is another provider's name`),
  ];
  const strangers = strangeVariables(given, names, taken.variables);
  // Variables of a name that cannot be are not asked for.
  if (inName.length > 0) return { providers: [], faults: [...inName, ...strangers] };
  const read = names.map((name) => readOne(name, given));
  return { providers: read.flatMap(({ provider }) => (provider ? [provider] : [])), faults: [...read.flatMap(({ faults }) => faults), ...strangers] };
}

function readOne(name: string, given: Given): { readonly provider?: ProviderSettings; readonly faults: readonly string[] } {
  const parsed = z.object(openIdProviderVariables(name)).safeParse(given);
  const missing = NEEDED.map((part) => openIdVariable(name, part)).filter((variable) => given[variable] === undefined);
  const faults = missing.map((variable) => `${variable} is needed, because OIDC_PROVIDERS lists ${name}`);
  if (!parsed.success) return { faults: [...faults, ...parsed.error.issues.map(({ path, message }) => `${path[0]?.toString() ?? name} ${message}`)] };
  const value = (part: string): unknown => parsed.data[openIdVariable(name, part)];
  const text = (part: string): string => value(part) as string;
  const issuer = given['NODE_ENV'] === 'production' && text('ISSUER')?.startsWith('http:') ? [`${openIdVariable(name, 'ISSUER')} must be an https URL`] : [];
  if (missing.length + issuer.length > 0) return { faults: [...faults, ...issuer] };
  return { faults, provider: {
    description: { name, title: (value('NAME') as string | undefined) ?? name.charAt(0).toUpperCase() + name.slice(1), endpoints: {} },
    client: { id: text('CLIENT_ID'), secret: text('CLIENT_SECRET') },
    openId: { issuer: text('ISSUER'), scopes: [...new Set(['openid', ...(value('SCOPES') as string[])])], trustEmail: value('TRUST_EMAIL') === true },
    set: () => undefined,
    endpoint: () => undefined,
  } };
}

/** A variable of a provider that is not listed, or one that no provider has: a slip of the pen, which would go unseen. */
function strangeVariables(given: Given, names: readonly string[], others: ReadonlySet<string>): string[] {
  const known = new Set(names.flatMap((name) => Object.keys(openIdProviderVariables(name))));
  const strange = Object.keys(given).filter((variable) => !known.has(variable) && !others.has(variable));
  const ofListed = (variable: string): boolean => names.some((name) => variable.startsWith(openIdVariable(name, '')));
  return strange.flatMap((variable) => {
    if (ofListed(variable)) return [`${variable} is no setting of an OpenID provider`];
    return OF_A_PROVIDER.test(variable) ? [`${variable} is of no provider that OIDC_PROVIDERS lists`] : [];
  });
}
