import { AuditTrail, canonicalRange, PlatformPermissions, RequestErrors, TenantEndingPort } from '@authengine/contracts';
import { newServiceKey } from '@authengine/crypto';
import { Clock, newId, type ServiceKeyId, type TenantId, type UserId } from '@authengine/kernel';
import { VersionedCache, isForeignKeyViolation, Transactions } from '@authengine/persistence';
import { AuthorizationService, Permission } from '@authengine/rbac';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { In } from 'typeorm';
import { checkExpiry } from './expiry-in-range.js';
import { serviceKeyTombstone } from './service-key-entry.js';
import { ServiceKey } from './service-key.entity.js';
import { ServiceKeyErrors } from './service-key.errors.js';
import { ServiceKeyEvents } from './service-key.events.js';

export interface NewKey {
  readonly serviceName: string;
  /** The one tenant that the key may ask about; null for a key of the platform. */
  readonly tenantId: TenantId | null;
  readonly expiresAt: Date | null;
  /** The permissions that the key may see; all unless given. */
  readonly permissions?: readonly string[] | null;
  /** The addresses and ranges where it may be used; any unless given. */
  readonly allowedAddresses?: readonly string[] | null;
  /** The permissions that forward authentication demands of a user; none unless given. */
  readonly requiredPermissions?: readonly string[] | null;
  readonly createdBy: UserId | null;
}

/** Makes and revokes the API keys of internal services. */
@Injectable()
export class ServiceKeys implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly cache: VersionedCache,
    private readonly trail: AuditTrail,
    private readonly clock: Clock,
    private readonly ending: TenantEndingPort,
    private readonly authorization: AuthorizationService,
  ) {}

  /** Runs before the database deletes the keys' rows with their tenant. */
  onModuleInit(): void {
    this.ending.onEnding((tenantId) => this.revokeOfTenant(tenantId));
  }

  /**
   * Makes a key. `raw` is the key itself, which is not stored.
   * @throws AccessErrors.forbidden, ServiceKeyErrors.expiry_out_of_range, ServiceKeyErrors.tenant_not_found, RequestErrors.invalid for a permission that there is not
   */
  async create({ serviceName, tenantId, expiresAt, permissions, allowedAddresses, requiredPermissions, createdBy }: NewKey): Promise<{ readonly key: ServiceKey; readonly raw: string }> {
    const now = this.clock.now();
    checkExpiry(expiresAt, now);
    const { raw, prefix, hash } = newServiceKey();
    const key: ServiceKey = {
      id: newId<ServiceKeyId>(),
      serviceName,
      keyPrefix: prefix,
      keyHash: hash,
      tenantId,
      createdBy,
      createdAt: now,
      expiresAt,
      permissions: listed(permissions),
      allowedAddresses: listed(allowedAddresses?.map((range) => canonicalRange(range) ?? range)),
      requiredPermissions: listed(requiredPermissions),
      revokedAt: null,
      lastUsedAt: null,
    };
    await this.transactions.run(async () => {
      await this.checkActor(createdBy);
      await this.checkKnown({ permissions, required_permissions: requiredPermissions });
      await this.insert(key);
      await this.trail.record(ServiceKeyEvents.created, {
        resourceId: key.id,
        tenantId,
        metadata: { service_name: serviceName, key_prefix: prefix, expires_at: expiresAt, permissions: key.permissions, allowed_addresses: key.allowedAddresses, required_permissions: key.requiredPermissions },
      });
    });
    return { key, raw };
  }

  /**
   * Once this has resolved, no node answers to the key. Revoking a revoked key tells every node again, so that a call
   * that was answered 503 may be repeated.
   * @throws AccessErrors.forbidden, ServiceKeyErrors.not_found
   */
  async revoke(id: ServiceKeyId, actorId: UserId | null = null): Promise<void> {
    await this.transactions.run(async () => {
      await this.checkActor(actorId);
      const key = await this.transactions.manager.findOne(ServiceKey, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!key) throw ServiceKeyErrors.not_found();
      const already = key.revokedAt !== null;
      if (!already) await this.transactions.manager.update(ServiceKey, { id }, { revokedAt: this.clock.now() });
      await this.recordRevoked([key], already);
    });
  }

  /** Ends the tenant's keys in the transaction that ends the tenant, on every node before the caller is answered. */
  async revokeOfTenant(tenantId: TenantId): Promise<void> {
    await this.transactions.run(async () => {
      const result = await this.transactions.manager
        .createQueryBuilder()
        .update(ServiceKey)
        .set({ revokedAt: this.clock.now() })
        .where('tenant_id = :tenantId AND revoked_at IS NULL', { tenantId })
        .returning(['id'])
        .execute();
      const ids = (result.raw as { id: ServiceKeyId }[]).map((row) => row.id);
      const keys = await this.transactions.manager.find(ServiceKey, { where: ids.map((id) => ({ id })) });
      if (ids.length > 0) await this.recordRevoked(keys, false);
    });
  }

  /** Checks the actor in the transaction of the change, because the permission may have been lost meanwhile. Null is the product itself. */
  private async checkActor(actorId: UserId | null): Promise<void> {
    if (actorId !== null) await this.authorization.onPlatform({ actorId, permission: PlatformPermissions.serviceKeysManage });
  }

  private async checkKnown(lists: Readonly<Record<string, readonly string[] | null | undefined>>): Promise<void> {
    const named = Object.entries(lists).flatMap(([field, names]) => (names ?? []).map((name, i) => ({ field: `${field}.${i}`, name })));
    const known = new Set((await this.transactions.manager.findBy(Permission, { name: In(named.map(({ name }) => name)) })).map(({ name }) => name));
    const errors = named.flatMap(({ field, name }) => (known.has(name) ? [] : [{ field, message: 'is no permission of the catalogue' }]));
    if (errors.length > 0) throw RequestErrors.invalid({ errors });
  }

  private async insert(key: ServiceKey): Promise<void> {
    try {
      await this.transactions.manager.insert(ServiceKey, key);
    } catch (error) {
      if (isForeignKeyViolation(error, 'service_keys_tenant_id_fkey')) throw ServiceKeyErrors.tenant_not_found({ cause: error });
      throw error;
    }
  }

  private async recordRevoked(keys: readonly ServiceKey[], already: boolean): Promise<void> {
    if (already) await this.cache.confirm(keys.map(({ id }) => id));
    else await this.cache.change(keys.map((key) => serviceKeyTombstone(key.keyHash, key.id)), 'revokes');
    for (const key of keys) {
      await this.trail.record(ServiceKeyEvents.revoked, {
        resourceId: key.id,
        tenantId: key.tenantId,
        metadata: { service_name: key.serviceName, key_prefix: key.keyPrefix, ...(already ? { already_revoked: true } : {}) },
      });
    }
  }
}

/** Each entry once, sorted; null for no list. */
function listed(texts: readonly string[] | null | undefined): string[] | null {
  return texts === null || texts === undefined ? null : [...new Set(texts)].sort();
}
