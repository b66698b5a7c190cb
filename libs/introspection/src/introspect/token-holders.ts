import { AccessTokens, type AccessTokenClaims } from '@authengine/crypto';
import { AccessSnapshots, type AccessSnapshot } from '@authengine/rbac';
import type { LiveSession } from '@authengine/identity';
import { Injectable } from '@nestjs/common';

/** Who holds a token that stands now. */
export interface TokenHolder {
  readonly claims: AccessTokenClaims;
  readonly session: LiveSession;
  readonly access: AccessSnapshot;
}

/** A token earns its holder: signed here, not expired, of a session and a user that stand now. */
@Injectable()
export class TokenHolders {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly snapshots: AccessSnapshots,
  ) {}

  /** Null for whatever is not such a token, of whatever type. */
  async find(token: unknown): Promise<TokenHolder | null> {
    const claims = this.tokens.verify(token);
    if (!claims) return null;
    const found = await this.snapshots.find(claims);
    return found && { claims, ...found };
  }
}
