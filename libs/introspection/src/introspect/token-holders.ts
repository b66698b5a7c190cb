import { AccessTokens, type AccessTokenClaims } from '@authengine/crypto';
import { LiveTenants } from '@authengine/directory';
import type { TenantId } from '@authengine/kernel';
import { AccessSnapshots, type AccessSnapshot, type Place, type SessionAccess } from '@authengine/rbac';
import { Injectable } from '@nestjs/common';
import type { LiveServiceKey } from '../service-keys/live-service-keys.js';
import { keyMaySee } from './key-may-see.js';
import { tenantAskedFor } from './tenant-asked-for.js';

/** Who holds a token that stands now. */
export interface TokenHolder extends SessionAccess {
  readonly claims: AccessTokenClaims;
}

/** Who holds which token, and where what they may do counts. */
@Injectable()
export class TokenHolders {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly snapshots: AccessSnapshots,
    private readonly tenants: LiveTenants,
  ) {}

  /** Null for a token that does not stand, whatever the reason. */
  async find(token: unknown): Promise<TokenHolder | null> {
    const claims = this.tokens.verify(token);
    const found = claims && (await this.snapshots.find(claims));
    return claims && found && { claims, ...found };
  }

  /** The tenant that an answer is about, null for none; `'none'` where it is not for this key to hear of it, or of this user. */
  tenantFor(named: unknown, key: LiveServiceKey, { claims, access }: Pick<TokenHolder, 'claims' | 'access'>): TenantId | 'none' | null {
    const tenantId = tenantAskedFor(named, key.tenantId, claims.tid);
    return tenantId !== 'unknown' && keyMaySee(key.tenantId, tenantId, access) ? tenantId : 'none';
  }

  /** A tenant that stands, of which the user is a member or in which a platform role counts, and for which the session has the second factor it may ask for; `'none'` otherwise. */
  async placeIn(tenantId: TenantId, access: AccessSnapshot): Promise<NonNullable<Place> | 'none'> {
    const membership = access.tenants.get(tenantId);
    if (membership) return membership.status === 'ACTIVE' && !membership.mfaMissing ? { tenantId } : 'none';
    if (access.platformMfaMissing) return 'none';
    if (access.platformPermissions.length === 0) return 'none';
    const live = (await this.tenants.read([tenantId])).get(tenantId);
    return live?.status === 'ACTIVE' ? { tenantId, live } : 'none';
  }
}
