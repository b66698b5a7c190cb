/** A log's key in the tables: the platform's has every entry, a tenant's has that tenant's. */
export const PLATFORM_LOG = 'platform';
const OF_TENANT = 'tenant:';

export const tenantLog = (tenantId: string): string => `${OF_TENANT}${tenantId}`;

/** Null for the platform's log. */
export const tenantOf = (log: string): string | null => (log.startsWith(OF_TENANT) ? log.slice(OF_TENANT.length) : null);

const withoutSlashes = (path: string): string => (path.endsWith('/') ? withoutSlashes(path.slice(0, -1)) : path);

/**
 * A log's name for the world, which its checkpoints begin with: a URL without a scheme (C2SP tlog-checkpoint). Names of
 * keys, which equal it, have neither white space nor plus signs.
 */
export function originOf(log: string, appUrl: string): string {
  const { host, pathname } = new URL(appUrl);
  const tenant = tenantOf(log);
  const path = tenant === null ? 'audit/platform' : `audit/tenants/${encodeURIComponent(tenant)}`;
  return `${host}${withoutSlashes(pathname).replaceAll('+', '%2B')}/${path}`;
}

/** Whether this is the name of a platform's log. */
export const isPlatform = (origin: string): boolean => origin.endsWith('/audit/platform');
