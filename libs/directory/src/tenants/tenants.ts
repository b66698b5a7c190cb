import type { Brand } from '@authengine/contracts';
import { Clock, newId, type TenantId, type UserId } from '@authengine/kernel';
import { VersionedCache, type ChangeEffect, Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { Memberships } from '../memberships/memberships.js';
import { tenantTombstone, tenantEntry } from './tenant-entry.js';
import { TenantEndings } from './tenant-endings.js';
import { Tenant, type TenantStatus, type TenantType } from './tenant.entity.js';

export interface NewTenant {
  readonly name: string;
  readonly description?: string | null;
  /** `CUSTOMER` unless given; the database accepts only one `PLATFORM`. */
  readonly type?: TenantType;
  readonly ownerId: UserId;
  readonly createdBy: UserId | null;
}

/** The fields of a tenant that can change; an absent field stays. */
export type TenantChanges = Partial<Pick<Tenant, 'name' | 'description' | 'status' | 'ownerId' | 'requireMfa' | 'branding'>>;

/** The tenants' rows. After changing one, call `changed` in the same transaction. */
@Injectable()
export class Tenants {
  constructor(
    private readonly transactions: Transactions,
    private readonly cache: VersionedCache,
    private readonly memberships: Memberships,
    private readonly endings: TenantEndings,
    private readonly clock: Clock,
  ) {}

  find(id: TenantId): Promise<Tenant | null> {
    return this.transactions.manager.findOneBy(Tenant, { id });
  }

  /** How an organization wants pages to look; null where it says nothing, is closed, or is none. */
  async brandOf(id: TenantId): Promise<Brand | null> {
    const tenant = await this.find(id);
    return tenant?.status === 'ACTIVE' ? tenant.branding : null;
  }

  /**
   * Locks the tenant's row until the end of the transaction: changes of the tenant, its owner and its members happen
   * one after the other. With 'as it is', several transactions may hold the row together, and only a change waits for
   * them.
   */
  lock(id: TenantId, held: 'to change' | 'as it is' = 'to change'): Promise<Tenant | null> {
    return this.transactions.manager.findOne(Tenant, { where: { id }, lock: { mode: held === 'to change' ? 'for_no_key_update' : 'pessimistic_read' } });
  }

  /** The platform's own tenant; null until the first start has made it. */
  findPlatform(): Promise<Tenant | null> {
    return this.transactions.manager.findOneBy(Tenant, { type: 'PLATFORM' });
  }

  /**
   * Makes a tenant, with its owner as a member. In the same transaction the caller must add the owner's role and raise
   * the owner's version (`Users.changed`), because roles belong to libs above this one.
   */
  create(tenant: NewTenant): Promise<Tenant> {
    return this.transactions.run(async () => {
      const now = this.clock.now();
      const row = this.transactions.manager.create(Tenant, {
        id: newId<TenantId>(),
        name: tenant.name,
        description: tenant.description ?? null,
        type: tenant.type ?? 'CUSTOMER',
        status: 'ACTIVE',
        requireMfa: false,
        branding: null,
        ownerId: tenant.ownerId,
        createdBy: tenant.createdBy,
        version: '1',
        createdAt: now,
        updatedAt: now,
      });
      await this.transactions.manager.insert(Tenant, row);
      await this.memberships.add(row.id, tenant.ownerId);
      return row;
    });
  }

  /** Call this in a transaction that holds the tenant: writes the changes and makes them count. */
  async update(id: TenantId, changes: TenantChanges): Promise<void> {
    if (Object.keys(changes).length > 0) await this.transactions.manager.update(Tenant, { id }, changes);
    await this.changed([id], takes(changes) ? 'revokes' : 'grants');
  }

  /**
   * Call this in a transaction that holds the tenant: deletes it with everything it owns. Once the caller is answered,
   * nothing of the tenant gives access any more.
   */
  async delete(id: TenantId): Promise<void> {
    await this.endings.run(id);
    await this.transactions.manager.delete(Tenant, { id });
    await this.cache.change([tenantTombstone(id)], 'revokes');
  }

  /**
   * Call this in the transaction that changed these tenants or their role definitions: everything known about them is
   * outdated once the caller is answered. `revokes` when anybody has lost something.
   */
  async changed(ids: readonly TenantId[], effect: ChangeEffect): Promise<void> {
    if (ids.length === 0) return;
    await this.transactions.run(async () => {
      // Locks the rows in one order, so that two changes of several tenants wait for each other and never deadlock.
      const [rows] = await this.transactions.manager.query<[{ id: TenantId; version: string; status: TenantStatus }[], number]>(
        `WITH changing AS (SELECT id FROM tenants WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE)
         UPDATE tenants SET version = version + 1, updated_at = $2 FROM changing WHERE tenants.id = changing.id
         RETURNING tenants.id, version, status`,
        [ids, this.clock.now()],
      );
      await this.cache.change(rows.map(({ id, version, status }) => tenantEntry(id, { version: Number(version), status })), effect);
    });
  }

  /**
   * Call this in the transaction of a call that found its work done before: that change must count everywhere before
   * the caller gets a 2xx.
   */
  async confirmChanges(ids: readonly TenantId[]): Promise<void> {
    await this.cache.confirm(ids);
  }
}

function takes({ status, requireMfa }: TenantChanges): boolean {
  return (status !== undefined && status !== 'ACTIVE') || requireMfa === true;
}
