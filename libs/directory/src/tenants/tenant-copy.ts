import type { TenantId } from '@authengine/kernel';
import type { Copy, CopyRead } from '@authengine/persistence';
import type { TenantStatus } from './tenant.entity.js';

/** The state of a tenant at the moment of the question. */
export interface LiveTenant {
  readonly version: number;
  readonly status: TenantStatus;
}

/** Higher than any version that a row can reach, so that nothing brings a deleted tenant back. */
const GONE_VERSION = 9_007_199_254_740_000;
const GONE = 'x';

export function tenantCopyKey(id: TenantId): string {
  return `t:${id}`;
}

export function tenantCopy(id: TenantId, { version, status }: LiveTenant): Copy {
  return { key: tenantCopyKey(id), version, value: status, subject: id };
}

/** The copy that stays after a deletion. */
export function goneTenantCopy(id: TenantId): Copy {
  return { key: tenantCopyKey(id), version: GONE_VERSION, value: GONE, subject: id };
}

/** The tenant in a copy, or null for a deleted one. */
export function readTenantCopy(copy: CopyRead): LiveTenant | null {
  return copy.value === GONE ? null : { version: copy.version, status: copy.value as TenantStatus };
}
