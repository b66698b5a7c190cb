import type { TenantId } from '@authengine/kernel';
import { VersionedCache, Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { readTenantEntry, tenantEntry, tenantCacheKey, type LiveTenant } from './tenant-entry.js';
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
    if (ids.length === 0) return new Map();
    const entries = await this.cache.read(ids.map(tenantCacheKey));
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
