import { randomBytes } from 'node:crypto';
import { Settings } from '@authengine/config';
import { Clock, ownText, type SessionId, type TenantId, type UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { LRUCache } from 'lru-cache';
import { toAccessTokenClaims, type AccessTokenClaims } from './access-token-claims.js';
import { AccessTokenKeys } from './access-token-keys.js';
import { isCanonicalPayload, parseCompactJws, signatureSegment } from './compact-jws.js';

export interface AccessTokenSubject {
  readonly sub: UserId;
  readonly sid: SessionId;
  readonly tid?: TenantId | undefined;
}

export interface IssuedAccessToken {
  readonly token: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly expiresAt: Date;
}

/** About 50 MB when full. */
const MAX_REMEMBERED = 50_000;
/** How far the signer's clock may be ahead of ours. */
const MAX_IAT_AHEAD_SECONDS = 60;

interface Proven {
  readonly token: string;
  readonly claims: AccessTokenClaims;
}

/**
 * Issues and verifies access tokens (RFC 7519, RFC 9068's `at+jwt`, HS256). Issuer and audience are both APP_URL: only
 * this service reads its tokens, everyone else introspects them. A token of another environment names another URL, even
 * when both share a key. This class does not check whether the session still stands.
 */
@Injectable()
export class AccessTokens {
  private readonly url: string;
  private readonly lifetime: number;
  /**
   * Tokens that were verified, by their signature, which nobody can guess. A digest would cost more than all else here, and hide
   * nothing: the keys that sign every token are in the same memory. Keys never change while the process lives.
   */
  private readonly remembered = new LRUCache<string, Proven>({ max: MAX_REMEMBERED });

  constructor(
    settings: Settings,
    private readonly keys: AccessTokenKeys,
    private readonly jwt: JwtService,
    private readonly clock: Clock,
  ) {
    this.url = settings.values.APP_URL;
    this.lifetime = settings.values.ACCESS_TOKEN_EXPIRE_MINUTES * 60;
  }

  sign({ sub, sid, tid }: AccessTokenSubject): IssuedAccessToken {
    const iat = this.nowSeconds();
    const exp = iat + this.lifetime;
    const jti = randomBytes(16).toString('base64url');
    const claims = toAccessTokenClaims({ iss: this.url, aud: this.url, sub, sid, iat, exp, jti, tid }, this.url, this.url);
    if (!claims) throw new TypeError('an access token names a user, a session and, where given, a tenant by UUID');
    const token = this.jwt.sign({ ...claims }, { header: this.keys.current.header });
    return { token, expiresIn: this.lifetime, expiresAt: new Date(exp * 1_000) };
  }

  /**
   * The frozen claims of a token that this service signed for itself and that has not expired; null for everything
   * else. Never throws, whatever the input. Every call checks the expiry, without leeway.
   */
  verify(token: unknown): AccessTokenClaims | null {
    if (typeof token !== 'string') return null;
    const remembered = this.remembered.get(signatureSegment(token));
    const claims = remembered?.token === token ? remembered.claims : this.verifyAnew(token);
    return claims !== null && this.isCurrent(claims) ? claims : null;
  }

  private verifyAnew(token: string): AccessTokenClaims | null {
    const jws = parseCompactJws(token);
    const claims = jws && this.keys.findBySegment(jws.header) ? this.prove(token, jws.payload) : null;
    if (!claims) return null;
    const own = ownText(token);
    this.remembered.set(signatureSegment(own), { token: own, claims });
    return claims;
  }

  /**
   * As `verify`, but whether the token has expired is not asked: to say which session it was issued in, for whoever wants
   * that session to end. It gives nobody access.
   */
  recognize(token: unknown): AccessTokenClaims | null {
    const jws = parseCompactJws(token);
    const claims = jws && this.keys.findBySegment(jws.header) ? this.prove(token as string, jws.payload, true) : null;
    return claims !== null && this.isIssued(claims) ? claims : null;
  }

  private prove(token: string, payloadSegment: string, ignoreExpiration = false): AccessTokenClaims | null {
    let payload: unknown;
    try {
      payload = this.jwt.verify<Record<string, unknown>>(token, { issuer: this.url, audience: this.url, clockTimestamp: this.nowSeconds(), ignoreExpiration });
    } catch {
      return null;
    }
    return isCanonicalPayload(payloadSegment, payload) ? toAccessTokenClaims(payload, this.url, this.url) : null;
  }

  private isCurrent(claims: AccessTokenClaims): boolean {
    const now = this.nowSeconds();
    return now < claims.exp && this.isIssued(claims, now);
  }

  private isIssued({ iat }: AccessTokenClaims, now = this.nowSeconds()): boolean {
    return iat <= now + MAX_IAT_AHEAD_SECONDS;
  }

  private nowSeconds(): number {
    return Math.floor(this.clock.nowMs() / 1_000);
  }
}
