import type { AccessTokenClaims } from '@authengine/crypto';
import type { SessionId, UserId } from '@authengine/kernel';
import { ApplicationTokens, type TokenFacts } from '@authengine/oidc';
import { AccessSnapshots, type AccessSnapshot, type Glance, type SessionAccess } from '@authengine/rbac';
import { Injectable } from '@nestjs/common';
import { accessWithin } from './access-within.js';
import type { TokenHolder } from './token-holders.js';

/** Who holds a token of an application: the user in whose name it acts, as far as its scopes go; nobody for the application's own. */
export interface ApplicationHolder {
  readonly facts: TokenFacts;
  readonly user: (TokenHolder & { readonly wholeAccess: AccessSnapshot }) | null;
}

/** What is none of ours needs no cache entries. */
const NOTHING: Glance<ApplicationHolder> = { keys: [], judge: () => null };
const NO_USER: Glance = { keys: [], judge: () => null };

/** Finds whose a token of an application is. Its cache entries are read in the same round trip as all others. */
@Injectable()
export class ApplicationHolders {
  private readonly claims = new WeakMap<TokenFacts, AccessTokenClaims>();

  constructor(
    private readonly tokens: ApplicationTokens,
    private readonly snapshots: AccessSnapshots,
  ) {}

  /** The judgement from the cache alone. Undefined when this process keeps nothing of the user. */
  async glance(token: unknown): Promise<Glance<ApplicationHolder> | undefined> {
    const facts = await this.tokens.facts(token);
    if (!facts) return NOTHING;
    const ofUser = facts.userId === null ? NO_USER : this.snapshots.glance({ sub: facts.userId, sid: facts.sessionId ?? '' });
    if (!ofUser) return undefined;
    return {
      keys: [...ofUser.keys, ...this.tokens.cacheKeys(facts)],
      judge: (entries, from) => {
        const stands = this.tokens.judge(facts, entries.slice(from + ofUser.keys.length));
        const user = facts.userId === null ? undefined : ofUser.judge(entries, from);
        if (stands === false || user === null) return null;
        if (stands === undefined || (facts.userId !== null && user === undefined)) return undefined;
        return this.holder(facts, user ?? null);
      },
    };
  }

  /** Null for one that does not stand, whatever the reason. */
  async find(token: unknown): Promise<ApplicationHolder | null> {
    const facts = await this.tokens.facts(token);
    if (!facts) return null;
    const user = facts.userId === null ? null : this.snapshots.find({ sub: facts.userId, sid: facts.sessionId ?? '' });
    const [stands, found] = await Promise.all([this.tokens.stands(facts), user]);
    return stands && (facts.userId === null || found !== null) ? this.holder(facts, found) : null;
  }

  private holder(facts: TokenFacts, user: SessionAccess | null): ApplicationHolder {
    return { facts, user: user && { claims: this.claimsOf(facts), session: user.session, access: accessWithin(user.access, facts.scope, facts.organizationId ?? facts.tenantId), wholeAccess: user.access } };
  }

  /** The same object for the same token, by which answers are kept. */
  private claimsOf(facts: TokenFacts): AccessTokenClaims {
    let claims = this.claims.get(facts);
    if (!claims) {
      const tenantId = facts.organizationId ?? facts.tenantId;
      const { issuer, audience, userId, sessionId, iat, exp, tokenId } = facts;
      claims = { iss: issuer, aud: audience ?? issuer, sub: userId as UserId, sid: sessionId as SessionId, iat, exp, jti: tokenId, ...(tenantId === null ? {} : { tid: tenantId }) };
      this.claims.set(facts, claims);
    }
    return claims;
  }
}
