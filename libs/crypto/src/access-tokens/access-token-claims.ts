import { isUuid, type SessionId, type TenantId, type UserId } from '@authengine/kernel';

/** The claims of an access token (RFC 7519 section 4.1, RFC 9068 section 2.2); no roles, no permissions. */
export interface AccessTokenClaims {
  readonly iss: string;
  readonly aud: string;
  readonly sub: UserId;
  readonly sid: SessionId;
  /** Seconds since the epoch, like `exp`. */
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
  /** The active tenant. */
  readonly tid?: TenantId;
}

const JTI = /^[A-Za-z0-9_-]{22}$/;

/**
 * The payload as claims, when every claim is there with the right type and issuer and audience are the given ones;
 * otherwise null.
 */
export function toAccessTokenClaims(payload: unknown, issuer: string, audience: string): AccessTokenClaims | null {
  if (typeof payload !== 'object' || payload === null) return null;
  const { iss, aud, sub, sid, iat, exp, jti, tid } = payload as Record<string, unknown>;
  if (iss !== issuer || aud !== audience) return null;
  if (!isUuid(sub) || !isUuid(sid) || (tid !== undefined && !isUuid(tid))) return null;
  if (!isSeconds(iat) || !isSeconds(exp) || exp <= iat) return null;
  if (typeof jti !== 'string' || !JTI.test(jti)) return null;
  const claims = { iss: issuer, aud: audience, sub: sub as UserId, sid: sid as SessionId, iat, exp, jti };
  return Object.freeze(tid === undefined ? claims : { ...claims, tid: tid as TenantId });
}

function isSeconds(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
