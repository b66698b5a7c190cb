import { ConfigurationError } from '../errors/configuration-error.js';

/** The names by which a path names its tenant, where the route says no other. */
const USUAL = ['tenant_id', 'tenantId'];

/**
 * The tenant that the path names; undefined for a path that names none.
 * @throws ConfigurationError where the route says which parameter it is, and there is none of this name
 */
export function tenantInPath(params: Readonly<Record<string, unknown>> | undefined, tenantParam?: string): string | undefined {
  const named = tenantParam === undefined ? USUAL.filter((name) => params !== undefined && Object.hasOwn(params, name)) : [tenantParam];
  const [name, another] = named;
  if (name === undefined) return undefined;
  if (another !== undefined) throw new ConfigurationError(`AuthEngine: the path names two tenants, ${named.join(' and ')}; say which by tenantParam`);
  const value = params !== undefined && Object.hasOwn(params, name) ? params[name] : undefined;
  if (typeof value !== 'string') throw new ConfigurationError(`AuthEngine: the path has no parameter ${name}; name the one that holds the tenant in tenantParam, and protect the route itself, since what is mounted above it does not see its parameters`);
  return value;
}
