import type { TenantId } from '@authengine/kernel';

/** Ends one lib's data of a tenant, in the transaction that deletes the tenant, before its row is deleted. */
export type EndOfTenant = (tenantId: TenantId) => Promise<void>;

/**
 * The port through which libs end their data of a tenant, when a foreign key is not enough: cache entries that must become
 * tombstones, sessions that must close. directory provides it.
 */
export abstract class TenantEndingPort {
  /** Call this at start. `end` runs with the tenant's row locked. When it throws, the tenant is not deleted. */
  abstract onEnding(end: EndOfTenant): void;
}
