import type { AccessTokenClaims } from '@authengine/crypto';
import { LiveTenants } from '@authengine/directory';
import { canonicalUuid, isUuid, type TenantId } from '@authengine/kernel';
import type { AccessSnapshot, Place } from '@authengine/rbac';
import { Injectable } from '@nestjs/common';
import type { LiveServiceKey } from '../service-keys/live-service-keys.js';

/** What a question is about, before anybody looks whether the user may do anything there. */
export type AskedTenant =
  | { readonly kind: 'tenant'; readonly tenantId: TenantId }
  /** No tenant is asked about, so only platform roles count. */
  | { readonly kind: 'platform' }
  /** There is no such tenant, or the key may not hear of it, or not of this user. The answer never says which. */
  | { readonly kind: 'hidden' };

/** Where the user's roles count for the answer. */
export type AskedPlace =
  | { readonly kind: 'open'; readonly place: Place }
  /** Nothing counts there: hidden from the key, suspended, none of the user's, or a second factor is missing. */
  | { readonly kind: 'closed'; readonly mfaMissing: boolean };

const PLATFORM = { kind: 'platform' } as const;
const HIDDEN = { kind: 'hidden' } as const;
const CLOSED = { kind: 'closed', mfaMissing: false } as const;
/** A second factor is missing, which forward authentication says. */
const CLOSED_WITHOUT_MFA = { kind: 'closed', mfaMissing: true } as const;

interface Asked {
  readonly claims: Pick<AccessTokenClaims, 'tid'>;
  readonly access: AccessSnapshot;
}

/** Finds the place that a question is about. */
@Injectable()
export class AskedPlaces {
  constructor(private readonly tenants: LiveTenants) {}

  /** A promise only where the tenant must be read. */
  find(named: unknown, key: Pick<LiveServiceKey, 'tenantId'>, { claims, access }: Asked): AskedPlace | Promise<AskedPlace> {
    const asked = visibleTo(key.tenantId, tenantAskedFor(named, key.tenantId, claims.tid), access);
    if (asked.kind === 'hidden') return CLOSED;
    return asked.kind === 'platform' ? { kind: 'open', place: null } : this.inTenant(asked.tenantId, access);
  }

  /** An active tenant is open to its members, and to others whose platform roles count in it. */
  private inTenant(tenantId: TenantId, access: AccessSnapshot): AskedPlace | Promise<AskedPlace> {
    const membership = access.tenants.get(tenantId);
    if (membership?.mfaMissing || (!membership && access.platformMfaMissing)) return CLOSED_WITHOUT_MFA;
    if (membership) return membership.status === 'ACTIVE' ? { kind: 'open', place: { tenantId } } : CLOSED;
    if (access.platformPermissions.length === 0) return CLOSED;
    return this.tenants.read([tenantId]).then((tenants) => {
      const live = tenants.get(tenantId);
      return live?.status === 'ACTIVE' ? { kind: 'open', place: { tenantId, live } } : CLOSED;
    });
  }
}

/** The tenant that the question names, else the key's own, else the token's active one, else the platform. */
export function tenantAskedFor(named: unknown, ofKey: TenantId | null, ofToken: TenantId | undefined): AskedTenant {
  const own = ofKey ?? ofToken;
  if (named === null) return own === undefined ? PLATFORM : { kind: 'tenant', tenantId: own };
  const id = canonicalUuid(named);
  return isUuid(id) ? { kind: 'tenant', tenantId: id as TenantId } : HIDDEN;
}

/** A tenant's key hears only of that tenant, and only of its members; a key of the platform hears of everyone. */
export function visibleTo(ofKey: TenantId | null, asked: AskedTenant, { tenants }: Pick<AccessSnapshot, 'tenants'>): AskedTenant {
  const visible = ofKey === null || (asked.kind === 'tenant' && asked.tenantId === ofKey && tenants.has(ofKey));
  return visible ? asked : HIDDEN;
}
