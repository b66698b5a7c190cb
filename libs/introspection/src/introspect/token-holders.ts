import { AccessTokens, type AccessTokenClaims } from '@authengine/crypto';
import type { TenantId } from '@authengine/kernel';
import { AccessSnapshots, type AccessSnapshot, type Glance, type Place, type SessionAccess } from '@authengine/rbac';
import { Injectable } from '@nestjs/common';
import type { LiveServiceKey } from '../service-keys/live-service-keys.js';
import { AskedPlaces, tenantAskedFor, visibleTo } from './asked-places.js';

/** The user of a token that is valid now. */
export interface TokenHolder extends SessionAccess {
  readonly claims: AccessTokenClaims;
}

/** A token that is not genuine needs no copies. */
const NOBODY: Glance<TokenHolder> = { keys: [], judge: () => null };

/** Finds the user whose token it is, and what that user may do. */
@Injectable()
export class TokenHolders {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly snapshots: AccessSnapshots,
    private readonly places: AskedPlaces,
  ) {}

  /** Null for a token that is not valid, whatever the reason. */
  async find(token: unknown): Promise<TokenHolder | null> {
    const claims = this.tokens.verify(token);
    const found = claims && (await this.snapshots.find(claims));
    return claims && found && { claims, ...found };
  }

  /** The same judgement from copies alone. Undefined when this process keeps nothing of the user. */
  glance(token: unknown): Glance<TokenHolder> | undefined {
    const claims = this.tokens.verify(token);
    if (!claims) return NOBODY;
    const glance = this.snapshots.glance(claims);
    if (!glance) return undefined;
    return {
      keys: glance.keys,
      judge: (copies) => {
        const found = glance.judge(copies);
        return found && { claims, ...found };
      },
    };
  }

  /** `AskedPlaces` in the words of forward authentication: the tenant, null for the platform, `'none'` when hidden. */
  tenantFor(named: unknown, key: LiveServiceKey, { claims, access }: Pick<TokenHolder, 'claims' | 'access'>): TenantId | 'none' | null {
    const asked = visibleTo(key.tenantId, tenantAskedFor(named, key.tenantId, claims.tid), access);
    if (asked.kind === 'tenant') return asked.tenantId;
    return asked.kind === 'hidden' ? 'none' : null;
  }

  /** `AskedPlaces` in the words of forward authentication: `'none'` when closed. */
  async placeIn(tenantId: TenantId, access: AccessSnapshot): Promise<Place | 'none'> {
    const asked = await this.places.inTenant(tenantId, access);
    return asked.kind === 'open' ? asked.place : 'none';
  }
}
