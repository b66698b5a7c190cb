import type { Environment } from './environment.js';

const PROVIDERS = ['GOOGLE', 'GITHUB', 'MICROSOFT'] as const;
const LOOPBACK = /^http:\/\/(?:localhost|[a-z0-9-]+\.localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/** A provider needs both its id and its secret, or neither. */
export function providerFaults(env: Environment): string[] {
  return PROVIDERS.flatMap((provider) => {
    const [id, secret] = [`${provider}_CLIENT_ID`, `${provider}_CLIENT_SECRET`] as const;
    if (env[id] !== undefined && env[secret] === undefined) return [`${secret} is needed with ${id}`];
    return env[secret] !== undefined && env[id] === undefined ? [`${id} is needed with ${secret}`] : [];
  });
}

/** In production, everything that goes to a provider or back to an application uses TLS. */
export function providerProductionFaults(env: Environment): string[] {
  const endpoints = Object.entries(env).filter(([name, value]) => /^(?:GOOGLE|GITHUB|MICROSOFT)_\w+_URL$/.test(name) && typeof value === 'string' && !value.startsWith('https:'));
  return endpoints.map(([name]) => `${name} must be an https URL`);
}

/** An origin on this machine; browsers treat it as secure. */
export function isLoopbackOrigin(origin: string): boolean {
  return LOOPBACK.test(origin);
}

/** Tokens go only to origins with TLS; outside production also to this machine. */
export function redirectFaults(env: Environment): string[] {
  const production = env.NODE_ENV === 'production';
  const safe = env.REDIRECT_ALLOWLIST.every((origin) => origin.startsWith('https:') || (!production && isLoopbackOrigin(origin)));
  return safe ? [] : [`REDIRECT_ALLOWLIST must name https origins${production ? '' : ' (or http://localhost in development)'}`];
}
