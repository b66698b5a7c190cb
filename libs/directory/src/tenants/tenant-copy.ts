import type { TenantId } from '@authengine/kernel';
import type { Copy, CopyRead } from '@authengine/persistence';
import type { TenantStatus } from './tenant.entity.js';

/** What is known of a tenant at the moment of asking. */
export interface LiveTenant {
  readonly version: number;
  readonly status: TenantStatus;
}

/** Newer than any version a row can reach, so that nothing brings a deleted tenant back. */
const GONE_VERSION = 9_007_199_254_740_000;
const GONE = 'x';

export function tenantCopyKey(id: TenantId): string {
  return `t:${id}`;
}

export function tenantCopy(id: TenantId, { version, status }: LiveTenant): Copy {
  return { key: tenantCopyKey(id), version, value: status, subject: id };
}

/** The copy that a deletion leaves behind. */
export function goneTenantCopy(id: TenantId): Copy {
  return { key: tenantCopyKey(id), version: GONE_VERSION, value: GONE, subject: id };
}

/** The tenant that a copy tells of, or null for a deleted one. */
export function readTenantCopy(copy: CopyRead): LiveTenant | null {
  return copy.value === GONE ? null : { version: copy.version, status: copy.value as TenantStatus };
}
