import type { TenantId } from '@authengine/kernel';
import type { AccessSnapshot } from '@authengine/rbac';

/** A key of a tenant is told of that tenant alone, and of its members alone; a key of the platform of everyone. */
export function keyMaySee(ofKey: TenantId | null, asked: TenantId | null, access: Pick<AccessSnapshot, 'tenants'>): boolean {
  return ofKey === null || (asked === ofKey && access.tenants.has(ofKey));
}
