import { AccessTokens, type AccessTokenClaims } from '@authengine/crypto';
import { AccessSnapshots, type Glance, type SessionAccess } from '@authengine/rbac';
import { Injectable } from '@nestjs/common';

/** The user of a token that is valid now. */
export interface TokenHolder extends SessionAccess {
  readonly claims: AccessTokenClaims;
}

/** Finds the user whose token it is, and what that user may do. */
@Injectable()
export class TokenHolders {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly snapshots: AccessSnapshots,
  ) {}

  /** Null for what is not a session's token that we signed, or has expired. */
  verify(token: unknown): AccessTokenClaims | null {
    return this.tokens.verify(token);
  }

  /** Null for a token that is not valid, whatever the reason. */
  async find(token: unknown): Promise<TokenHolder | null> {
    const claims = this.tokens.verify(token);
    return claims && this.of(claims);
  }

  /** Of a token that was verified. Null where its session or user does not stand. */
  async of(claims: AccessTokenClaims): Promise<TokenHolder | null> {
    const found = await this.snapshots.find(claims);
    return found && { claims, ...found };
  }

  /** The same judgement from the cache alone. Undefined when this process keeps nothing of the user. */
  glance(claims: AccessTokenClaims): Glance<TokenHolder> | undefined {
    const glance = this.snapshots.glance(claims);
    if (!glance) return undefined;
    return {
      keys: glance.keys,
      judge: (entries, from) => {
        const found = glance.judge(entries, from);
        return found && { claims, session: found.session, access: found.access };
      },
    };
  }
}
