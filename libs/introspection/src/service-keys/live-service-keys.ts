import { currentRequest } from '@authengine/contracts';
import { hashServiceKey } from '@authengine/crypto';
import { LiveTenants, readTenantEntry, tenantCacheKey } from '@authengine/directory';
import { Clock, type ServiceKeyId, type TenantId } from '@authengine/kernel';
import { VersionedCache, Transactions, type CachedValue } from '@authengine/persistence';
import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { restrictionOf, type KeyRestriction } from './key-restriction.js';
import { readServiceKeyEntry, serviceKeyTombstone, serviceKeyCacheKey, standingKeyEntry, type ServiceKeyFacts } from './service-key-entry.js';
import { ServiceKeyUsage } from './service-key-usage.js';

/** A key that is valid now. */
export interface LiveServiceKey {
  readonly keyId: ServiceKeyId;
  /** The one tenant that the key may ask about, or null for a key of the platform. */
  readonly tenantId: TenantId | null;
  /** Null for a key that may see everything, from anywhere. */
  readonly restriction: KeyRestriction | null;
  /** The permissions that forward authentication demands of a user; may be empty. */
  readonly required: readonly string[];
  readonly serviceName: string;
}

/** A text in the form of a key, by its hash. Nobody has checked it yet. */
export interface PresentedKey {
  readonly hash: Buffer;
  readonly cacheKey: string;
  /** The key was valid when last seen, so its cache entries and those of its question are worth reading together. */
  readonly familiar: Familiar | undefined;
}

/** A key that was valid when last seen. It says what to read together, and decides nothing. */
interface Familiar {
  readonly tenantId: TenantId | null;
  readonly cacheKeys: readonly string[];
  /** The cache entry as it was last, and what it says: a service's key is asked about again and again. */
  last: { readonly entry: CachedValue; readonly says: ServiceKeyFacts | 'revoked' | undefined } | undefined;
}

/** A question to the cache: its keys, and how to judge what is read. */
export interface KeyGlance {
  readonly keys: readonly string[];
  /** The key, when it is valid. Undefined: the cache is not enough, so call `find`. */
  judge(entries: readonly (CachedValue | null)[]): LiveServiceKey | undefined;
}

interface Row {
  readonly id: ServiceKeyId;
  readonly tenant_id: TenantId | null;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
  readonly permissions: readonly string[] | null;
  readonly allowed_addresses: readonly string[] | null;
  readonly required_permissions: readonly string[] | null;
  readonly service_name: string;
}

const MAX_FAMILIAR = 10_000;

/**
 * Whether a service key is valid. Introspection asks this on every request. The cache answers, or Postgres where they
 * are missing or not trusted; never the process's memory.
 */
@Injectable()
export class LiveServiceKeys {
  private readonly log = new Logger('LiveServiceKeys');
  private readonly familiar = new LRUCache<string, Familiar>({ max: MAX_FAMILIAR });

  private readonly presented = new WeakMap<object, PresentedKey>();

  constructor(
    private readonly cache: VersionedCache,
    private readonly transactions: Transactions,
    private readonly tenants: LiveTenants,
    private readonly usage: ServiceKeyUsage,
    private readonly clock: Clock,
  ) {}

  /** The presented key; null for a secret that does not have the form of a key. The same object is hashed once. */
  present(credential: { readonly secret?: unknown }): PresentedKey | null {
    const before = this.presented.get(credential);
    const hash = before?.hash ?? hashServiceKey(credential.secret);
    if (!hash) return null;
    const cacheKey = before?.cacheKey ?? serviceKeyCacheKey(hash);
    // Asked each time: of a key that was found not to be valid, on whatever connection, nobody's body is waited for any more.
    const familiar = this.familiar.get(cacheKey);
    if (before && before.familiar === familiar) return before;
    const presented = { hash, cacheKey, familiar };
    this.presented.set(credential, presented);
    return presented;
  }

  /**
   * Judges a familiar key from the cache alone, so that they are read together with those of its question. Undefined for a
   * key that is not familiar.
   */
  glance({ familiar }: PresentedKey): KeyGlance | undefined {
    if (!familiar) return undefined;
    const { tenantId } = familiar;
    return {
      keys: familiar.cacheKeys,
      judge: (entries) => {
        const facts = factsIn(entries[0], familiar);
        if (facts === undefined || facts === 'revoked' || facts.tenantId !== tenantId || this.isExpired(facts) || !comesFromAllowed(facts)) return undefined;
        if (tenantId !== null && (!entries[1] || readTenantEntry(entries[1])?.status !== 'ACTIVE')) return undefined;
        this.usage.note(facts.keyId);
        return facts;
      },
    };
  }

  /** The key, when it is valid now and may be used from the address of the request; otherwise null. */
  async find(presented: PresentedKey): Promise<LiveServiceKey | null> {
    const guess = presented.familiar?.tenantId ?? null;
    const [facts, guessedTenantStands] = guess === null ? [await this.facts(presented), false] : await Promise.all([this.facts(presented), this.stands(guess)]);
    const live = facts !== null && !this.isExpired(facts) && (facts.tenantId === null || (facts.tenantId === guess ? guessedTenantStands : await this.stands(facts.tenantId)));
    if (!live) {
      this.familiar.delete(presented.cacheKey);
      return null;
    }
    if (!comesFromAllowed(facts)) {
      this.log.warn({ key_id: facts.keyId, ip: currentRequest()?.ip }, 'a service key came from an address that it may not be used from');
      return null;
    }
    if (!presented.familiar) this.familiar.set(presented.cacheKey, familiarWith(presented.cacheKey, facts));
    this.usage.note(facts.keyId);
    return facts;
  }

  private isExpired({ expiresAtMs }: ServiceKeyFacts): boolean {
    return expiresAtMs !== null && expiresAtMs <= this.clock.nowMs();
  }

  private async stands(tenantId: TenantId): Promise<boolean> {
    return (await this.tenants.read([tenantId])).get(tenantId)?.status === 'ACTIVE';
  }

  private async facts({ hash, cacheKey }: PresentedKey): Promise<ServiceKeyFacts | null> {
    const [entry] = (await this.cache.read([cacheKey])) ?? [];
    const facts = entry ? readServiceKeyEntry(entry) : undefined;
    if (facts === undefined) return this.factsInPostgres(hash);
    return facts === 'revoked' ? null : facts;
  }

  private async factsInPostgres(hash: Buffer): Promise<ServiceKeyFacts | null> {
    const [row] = await this.transactions.manager.query<Row[]>('SELECT id, tenant_id, expires_at, revoked_at, permissions, allowed_addresses, required_permissions, service_name FROM service_keys WHERE key_hash = $1', [hash]);
    if (!row) return null;
    if (row.revoked_at !== null) {
      this.cache.offer([serviceKeyTombstone(hash, row.id)]);
      return null;
    }
    const restriction = restrictionOf({ permissions: row.permissions, allowedAddresses: row.allowed_addresses });
    const facts: ServiceKeyFacts = { keyId: row.id, tenantId: row.tenant_id, expiresAtMs: row.expires_at?.getTime() ?? null, restriction, required: row.required_permissions ?? [], serviceName: row.service_name };
    this.cache.offer([standingKeyEntry(hash, facts)]);
    return facts;
  }
}

function familiarWith(cacheKey: string, { tenantId }: ServiceKeyFacts): Familiar {
  return { tenantId, cacheKeys: tenantId === null ? [cacheKey] : [cacheKey, tenantCacheKey(tenantId)], last: undefined };
}

/** What the key's cache entry says. The same text says the same. */
function factsIn(entry: CachedValue | null | undefined, familiar: Familiar): ServiceKeyFacts | 'revoked' | undefined {
  if (!entry) return undefined;
  const { last } = familiar;
  if (last?.entry.value === entry.value && last.entry.version === entry.version) return last.says;
  const says = readServiceKeyEntry(entry);
  familiar.last = { entry, says };
  return says;
}

/** Whether the key may be used from the address of the request. */
function comesFromAllowed({ restriction }: ServiceKeyFacts): boolean {
  return restriction === null || restriction.admits(currentRequest()?.ip ?? null);
}
