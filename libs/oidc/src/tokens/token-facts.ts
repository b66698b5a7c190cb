import { isUuid, type ApplicationId, type GrantId, type SessionId, type TenantId, type UserId } from '@authengine/kernel';
import { tokenIdOf } from './token-id.js';

/** What a token of an application says; none of it ever changes. Whether it stands is another question. */
export interface TokenFacts {
  readonly clientId: ApplicationId;
  /** Null for an application's own token. */
  readonly userId: UserId | null;
  readonly sessionId: SessionId | null;
  readonly grantId: GrantId | null;
  /** What it hangs on: the grant, or the token itself. */
  readonly hangsOn: string;
  /** The tenant that the application is bound to. */
  readonly tenantId: TenantId | null;
  /** The organization that the user signed in for. */
  readonly organizationId: TenantId | null;
  readonly scope: string;
  readonly audience: string | null;
  readonly issuer: string;
  readonly tokenId: string;
  /** Seconds since the epoch. */
  readonly iat: number;
  readonly exp: number;
  /** The thumbprint of the key that the token is bound to (RFC 9449 section 6). */
  readonly jkt: string | null;
}

/** The claims of a JWT whose signature holds; null when they are not those of an access token of this issuer. */
export function toTokenFacts(claims: unknown, issuer: string): TokenFacts | null {
  if (typeof claims !== 'object' || claims === null) return null;
  const { iss, aud, sub, sid, gid, tid, org_id, client_id, scope = '', jti, iat, exp, cnf } = claims as Record<string, unknown>;
  if (iss !== issuer || !isUuid(client_id) || typeof jti !== 'string' || typeof scope !== 'string') return null;
  if (!Number.isSafeInteger(iat) || !Number.isSafeInteger(exp) || (aud !== undefined && typeof aud !== 'string')) return null;
  const own = sub === client_id;
  if (!own && !(isUuid(sub) && isUuid(sid) && isUuid(gid))) return null;
  const jkt = typeof cnf === 'object' && cnf !== null ? (cnf as Record<string, unknown>)['jkt'] : undefined;
  const tokenId = tokenIdOf(jti);
  return Object.freeze({
    clientId: client_id as ApplicationId,
    userId: own ? null : (sub as UserId),
    sessionId: own ? null : (sid as SessionId),
    grantId: own ? null : (gid as GrantId),
    hangsOn: own ? tokenId : (gid as string),
    tenantId: isUuid(tid) ? (tid as TenantId) : null,
    organizationId: !own && isUuid(org_id) ? (org_id as TenantId) : null,
    scope,
    audience: aud ?? null,
    issuer,
    tokenId,
    iat: iat as number,
    exp: exp as number,
    jkt: typeof jkt === 'string' ? jkt : null,
  });
}
