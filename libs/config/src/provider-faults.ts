import type { Environment } from './environment.js';
import { isNativeRedirect } from './native-redirects.js';
import type { ProviderSettings } from './providers/provider-settings.js';
import { variableOf } from './providers/provider-variables.js';

const LOOPBACK = /^http:\/\/(?:localhost|[a-z0-9-]+\.localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/** A provider needs both its id and its secret, or neither. In production it is reached over TLS. */
export function providerFaults(providers: readonly ProviderSettings[], production: boolean): string[] {
  return [...providers.flatMap(clientFaults), ...providers.flatMap((provider) => endpointFaults(provider, production))];
}

function clientFaults({ description, set }: ProviderSettings): string[] {
  const [id, secret] = [set('client_id'), set('client_secret')];
  const [idName, secretName] = [variableOf(description, 'client_id'), variableOf(description, 'client_secret')];
  if (id !== undefined && secret === undefined) return [`${secretName} is needed with ${idName}`];
  return secret !== undefined && id === undefined ? [`${idName} is needed with ${secretName}`] : [];
}

function endpointFaults({ description, endpoint }: ProviderSettings, production: boolean): string[] {
  return Object.keys(description.endpoints)
    .filter((key) => endpoint(key)?.startsWith('https:') === false && (production || !URL.canParse(endpoint(key) ?? '')))
    .map((key) => `${variableOf(description, `${key}_url`)} must be an https URL`);
}

/** An origin on this machine; browsers treat it as secure. */
export function isLoopbackOrigin(origin: string): boolean {
  return LOOPBACK.test(origin);
}

/** Tokens go only to origins with TLS; outside production also to this machine. */
export function redirectFaults(env: Environment): string[] {
  const production = env.NODE_ENV === 'production';
  const safe = env.REDIRECT_ALLOWLIST.every((origin) => origin.startsWith('https:') || isNativeRedirect(origin) || (!production && isLoopbackOrigin(origin)));
  return safe ? [] : [`REDIRECT_ALLOWLIST must name https origins${production ? '' : ' (or http://localhost in development)'}`];
}
