import type { TenantId } from '@authengine/kernel';

/** Ends, in the transaction that deletes a tenant and before its row goes, what one lib keeps for it. */
export type EndOfTenant = (tenantId: TenantId) => Promise<void>;

/**
 * Where libs say what of theirs ends with a tenant beyond the rows that go by foreign key: copies that
 * must become tombstones, sessions that must close. Provided by directory.
 */
export abstract class TenantEndingPort {
  /** At start. The tenant's row is held while `end` runs; when it throws, the tenant stays. */
  abstract onEnding(end: EndOfTenant): void;
}
