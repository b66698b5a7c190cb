import { canonicalUuid, isUuid, type TenantId } from '@authengine/kernel';

/**
 * The tenant that the answer is about: the one that the body names, else the key's own, else the
 * token's active one, else none (null). A name that is no tenant's id is `'unknown'`.
 */
export function tenantAskedFor(named: unknown, ofKey: TenantId | null, ofToken: TenantId | undefined): TenantId | 'unknown' | null {
  if (named === null) return ofKey ?? ofToken ?? null;
  const id = canonicalUuid(named);
  return isUuid(id) ? (id as TenantId) : 'unknown';
}
