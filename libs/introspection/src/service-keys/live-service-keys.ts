import { currentRequest } from '@authengine/contracts';
import { hashServiceKey } from '@authengine/crypto';
import { LiveTenants, readTenantCopy, tenantCopyKey } from '@authengine/directory';
import { Clock, type ServiceKeyId, type TenantId } from '@authengine/kernel';
import { Copies, Transactions, type CopyRead } from '@authengine/persistence';
import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { restrictionOf, type KeyRestriction } from './key-restriction.js';
import { readServiceKeyCopy, revokedKeyCopy, serviceKeyCopyKey, standingKeyCopy, type ServiceKeyFacts } from './service-key-copy.js';
import { ServiceKeyUsage } from './service-key-usage.js';

/** A key that stands now. */
export interface LiveServiceKey {
  readonly keyId: ServiceKeyId;
  /** The one tenant that the key may ask about, or null for a key of the platform. */
  readonly tenantId: TenantId | null;
  /** What it may be told of; null for everything. */
  readonly restriction: KeyRestriction | null;
  /** What forward authentication asks of a user; empty for nothing. */
  readonly required: readonly string[];
  readonly serviceName: string;
}

/** What has the form of a key, by its hash; whether it is one is not known yet. */
export interface PresentedKey {
  readonly hash: Buffer;
  readonly copyKey: string;
  /** It held when last seen: worth reading what it asks about together with itself. */
  readonly familiar: boolean;
}

/** A look at the copies: which ones, and what they say. */
export interface KeyGlance {
  readonly keys: readonly string[];
  /** The key when it stands; undefined when `find` must be asked. */
  judge(copies: readonly (CopyRead | null)[]): LiveServiceKey | undefined;
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
 * Whether a service key stands: asked on every introspection. Answered from the copies, or from
 * Postgres where they are missing or not to be trusted; never from memory.
 */
@Injectable()
export class LiveServiceKeys {
  private readonly log = new Logger('LiveServiceKeys');
  /** The keys that held when last seen, and their tenants: says what to ask for in one go, decides nothing. */
  private readonly familiar = new LRUCache<string, { readonly tenantId: TenantId | null }>({ max: MAX_FAMILIAR });

  constructor(
    private readonly copies: Copies,
    private readonly transactions: Transactions,
    private readonly tenants: LiveTenants,
    private readonly usage: ServiceKeyUsage,
    private readonly clock: Clock,
  ) {}

  /** What a header's value, of whatever type, presents; null when it has not even the form of a key. */
  present(value: unknown): PresentedKey | null {
    const hash = hashServiceKey(value);
    if (!hash) return null;
    const copyKey = serviceKeyCopyKey(hash);
    return { hash, copyKey, familiar: this.familiar.has(copyKey) };
  }

  /**
   * What can be said by copies alone of a key that held when last seen, so that they are read together
   * with what it asks about: undefined for one that is not familiar.
   */
  glance(presented: PresentedKey): KeyGlance | undefined {
    const familiar = this.familiar.get(presented.copyKey);
    if (!familiar) return undefined;
    const { tenantId } = familiar;
    return {
      keys: tenantId === null ? [presented.copyKey] : [presented.copyKey, tenantCopyKey(tenantId)],
      judge: ([copy, tenant]) => {
        const facts = copy ? readServiceKeyCopy(copy) : undefined;
        if (facts === undefined || facts === 'revoked' || facts.tenantId !== tenantId || this.isExpired(facts) || !comesFromAllowed(facts)) return undefined;
        if (tenantId !== null && (!tenant || readTenantCopy(tenant)?.status !== 'ACTIVE')) return undefined;
        this.usage.note(facts.keyId);
        return facts;
      },
    };
  }

  /** The key when it stands now and the request comes from where it may be used, else null. */
  async find(presented: PresentedKey): Promise<LiveServiceKey | null> {
    const guess = this.familiar.get(presented.copyKey)?.tenantId ?? null;
    const [facts, guessedTenantStands] = guess === null ? [await this.facts(presented), false] : await Promise.all([this.facts(presented), this.stands(guess)]);
    const live = facts !== null && !this.isExpired(facts) && (facts.tenantId === null || (facts.tenantId === guess ? guessedTenantStands : await this.stands(facts.tenantId)));
    if (!live) {
      this.familiar.delete(presented.copyKey);
      return null;
    }
    if (!comesFromAllowed(facts)) {
      this.log.warn({ key_id: facts.keyId, ip: currentRequest()?.ip }, 'a service key came from an address that it may not be used from');
      return null;
    }
    if (!presented.familiar) this.familiar.set(presented.copyKey, facts);
    this.usage.note(facts.keyId);
    return facts;
  }

  private isExpired({ expiresAtMs }: ServiceKeyFacts): boolean {
    return expiresAtMs !== null && expiresAtMs <= this.clock.now().getTime();
  }

  private async stands(tenantId: TenantId): Promise<boolean> {
    return (await this.tenants.read([tenantId])).get(tenantId)?.status === 'ACTIVE';
  }

  private async facts({ hash, copyKey }: PresentedKey): Promise<ServiceKeyFacts | null> {
    const [copy] = (await this.copies.read([copyKey])) ?? [];
    const facts = copy ? readServiceKeyCopy(copy) : undefined;
    if (facts === undefined) return this.factsInPostgres(hash);
    return facts === 'revoked' ? null : facts;
  }

  private async factsInPostgres(hash: Buffer): Promise<ServiceKeyFacts | null> {
    const [row] = await this.transactions.manager.query<Row[]>('SELECT id, tenant_id, expires_at, revoked_at, permissions, allowed_addresses, required_permissions, service_name FROM service_keys WHERE key_hash = $1', [hash]);
    if (!row) return null;
    if (row.revoked_at !== null) {
      this.copies.offer([revokedKeyCopy(hash, row.id)]);
      return null;
    }
    const restriction = restrictionOf({ permissions: row.permissions, allowedAddresses: row.allowed_addresses });
    const facts: ServiceKeyFacts = { keyId: row.id, tenantId: row.tenant_id, expiresAtMs: row.expires_at?.getTime() ?? null, restriction, required: row.required_permissions ?? [], serviceName: row.service_name };
    this.copies.offer([standingKeyCopy(hash, facts)]);
    return facts;
  }
}

/** Asked only of keys that are bound to addresses. */
function comesFromAllowed({ restriction }: ServiceKeyFacts): boolean {
  return restriction === null || restriction.admits(currentRequest()?.ip ?? null);
}
