import type { TenantId } from '@authengine/kernel';
import { newStamp, VersionedCache, Transactions, type CachedValue } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { readTenantEntry, TENANTS_STAMP, tenantEntry, tenantCacheKey, type LiveTenant } from './tenant-entry.js';
import type { TenantStatus } from './tenant.entity.js';

/** The current state of tenants: never older than an acknowledged change. */
@Injectable()
export class LiveTenants {
  constructor(
    private readonly cache: VersionedCache,
    private readonly transactions: Transactions,
  ) {}

  /**
   * The existing tenants among `ids`; a tenant that is missing in the answer does not exist. An empty list costs no
   * query.
   */
  async read(ids: readonly TenantId[]): Promise<ReadonlyMap<TenantId, LiveTenant>> {
    return ids.length === 0 ? new Map() : this.judge(ids, await this.cache.read(ids.map(tenantCacheKey)));
  }

  /**
   * The stamp of all tenants: as long as it is the same, no acknowledged change of any tenant, or of a role of one, came in
   * between. Null when only Postgres can tell.
   */
  async stamp(): Promise<string | null> {
    return this.stampIn(await this.cache.read([TENANTS_STAMP]));
  }

  /** As `read`, with the stamp of the same moment. */
  async readStamped(ids: readonly TenantId[]): Promise<{ readonly tenants: ReadonlyMap<TenantId, LiveTenant>; readonly stamp: string | null }> {
    const entries = await this.cache.read([TENANTS_STAMP, ...ids.map(tenantCacheKey)]);
    const stamp = this.stampIn(entries);
    return { tenants: await this.judge(ids, entries?.slice(1)), stamp };
  }

  private stampIn(entries: readonly (CachedValue | null)[] | undefined): string | null {
    if (!entries) return null;
    const [entry] = entries;
    if (!entry) this.cache.offer([newStamp(TENANTS_STAMP)]);
    return entry?.value ?? null;
  }

  private async judge(ids: readonly TenantId[], entries: readonly (CachedValue | null)[] | undefined): Promise<ReadonlyMap<TenantId, LiveTenant>> {
    const live = new Map<TenantId, LiveTenant>();
    const missing: TenantId[] = [];
    ids.forEach((id, i) => {
      const entry = entries?.[i];
      if (!entry) missing.push(id);
      const tenant = entry ? readTenantEntry(entry) : null;
      if (tenant) live.set(id, tenant);
    });
    if (missing.length === 0) return live;
    const found = await this.fromPostgres(missing);
    this.cache.offer([...found].map(([id, tenant]) => tenantEntry(id, tenant)));
    for (const [id, tenant] of found) live.set(id, tenant);
    return live;
  }

  private async fromPostgres(ids: readonly TenantId[]): Promise<Map<TenantId, LiveTenant>> {
    const rows = await this.transactions.manager.query<{ id: TenantId; version: string; status: TenantStatus }[]>(
      'SELECT id, version, status FROM tenants WHERE id = ANY($1::uuid[])',
      [ids],
    );
    return new Map(rows.map(({ id, version, status }) => [id, { version: Number(version), status }]));
  }
}
