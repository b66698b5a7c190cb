import type { AccessTokenClaims } from '@authengine/crypto';
import type { TenantId } from '@authengine/kernel';
import type { TokenFacts } from '@authengine/oidc';
import { permissionsIn, type AccessSnapshot, type Place } from '@authengine/rbac';
import type { LiveSession } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import type { LiveServiceKey } from '../service-keys/live-service-keys.js';
import { isAllowed } from './decision.js';
import type { ActiveTokenDto } from './dto/introspection.dto.js';
import type { Question } from './question.js';
import type { TokenHolder } from './token-holders.js';

/** The one answer for every token that is not valid, whatever the reason. */
export const INACTIVE = '{"active":false}';

/** The fields about one session. All other fields are the same for every session of a user. */
type OfSession = 'active' | 'session_id' | 'auth_strategy' | 'issued_at' | 'expires_at' | 'iat' | 'exp' | 'iss' | 'aud' | 'jti' | 'token_type';

/** A user with a platform role has a view for every tenant. At most this many are kept. */
const MAX_VIEWS = 64;

/**
 * The JSON answers about valid tokens, in two parts that are written once. One depends only on the token, and is kept as
 * long as its claims. The other depends on the user, the tenant and the key, and is kept as long as the snapshot.
 */
@Injectable()
export class IntrospectionAnswers {
  private readonly ofSessions = new WeakMap<AccessTokenClaims, string>();
  private readonly ofUsers = new WeakMap<AccessSnapshot, OfUser>();

  active(holder: TokenHolder, place: Place, key: LiveServiceKey, { permissions, decisionOnly }: Pick<Question, 'permissions' | 'decisionOnly'>): string {
    const answer = this.ofSession(holder) + this.ofUser(holder.access, place, key, decisionOnly);
    return permissions === null ? `${answer}}` : `${answer},"allowed":${isAllowed(holder.access, permissions, place, key)}}`;
  }

  /** About a token of an application that acts for a user; `holder` has what its scopes leave of the user. */
  within(facts: TokenFacts, holder: TokenHolder, place: Place, key: LiveServiceKey, question: Pick<Question, 'permissions' | 'decisionOnly'>): string {
    const { email_verified, is_email_verified, ...user } = userPart(holder.access, place, key, question.decisionOnly);
    const tenant_ids = tenantIdsToldOf(holder.access, place, key);
    return JSON.stringify({
      ...sessionPart(holder.claims, holder.session),
      ...user,
      tenant_ids,
      ...(user.email === undefined ? {} : { email_verified, is_email_verified }),
      ...applicationPart(facts, key),
      ...(question.permissions === null ? {} : { allowed: isAllowed(holder.access, question.permissions, place, key) }),
    });
  }

  /** About an application's own token. No permission is held by it: what it may do its scopes say. */
  ofOwnToken(facts: TokenFacts, { permissions }: Pick<Question, 'permissions'>, key: LiveServiceKey): string {
    return JSON.stringify({
      active: true,
      sub: facts.clientId,
      ...(facts.tenantId === null ? {} : { tenant_id: facts.tenantId }),
      issued_at: new Date(facts.iat * 1000).toISOString(),
      expires_at: new Date(facts.exp * 1000).toISOString(),
      iat: facts.iat,
      exp: facts.exp,
      iss: facts.issuer,
      aud: facts.audience ?? facts.issuer,
      jti: facts.tokenId,
      permissions: [],
      tenant_ids: facts.tenantId === null ? [] : [facts.tenantId],
      ...applicationPart(facts, key),
      ...(permissions === null ? {} : { allowed: false }),
    });
  }

  /** The first half: the object is left open. */
  private ofSession({ claims, session }: TokenHolder): string {
    let part = this.ofSessions.get(claims);
    if (part === undefined) this.ofSessions.set(claims, (part = `${JSON.stringify(sessionPart(claims, session)).slice(0, -1)},`));
    return part;
  }

  /** The second half, open too. */
  private ofUser(access: AccessSnapshot, place: Place, key: LiveServiceKey, withoutLists: boolean): string {
    let kept = this.ofUsers.get(access);
    if (!kept) this.ofUsers.set(access, (kept = { views: new Map(), tenantIds: JSON.stringify(tenantIdsOf(access)) }));
    const view = withoutLists ? `${viewOf(place, key)}:without` : viewOf(place, key);
    let answer = kept.views.get(view);
    if (answer === undefined) {
      if (kept.views.size >= MAX_VIEWS) kept.views.clear();
      const part = JSON.stringify(userPart(access, place, key, withoutLists)).slice(1, -1);
      // The list of all tenants can be long; every view has the same one, and joining texts copies neither.
      const tenantIds = key.tenantId === null ? kept.tenantIds : JSON.stringify(tenantIdsToldOf(access, place, key));
      kept.views.set(view, (answer = `${part},"tenant_ids":${tenantIds}`));
    }
    return answer;
  }
}

/** What is kept of a user's answers: by view the part about the user, and the tenants, as text. */
interface OfUser {
  readonly views: Map<string, string>;
  readonly tenantIds: string;
}

/** The facts about place and key that change the answer, as text. */
function viewOf(place: Place, { tenantId, restriction }: LiveServiceKey): string {
  const view = `${tenantId === null ? 'platform' : 'tenant'}:${place?.tenantId ?? ''}`;
  return restriction === null ? view : `${view}:${restriction.permissions}`;
}

function sessionPart(claims: AccessTokenClaims, session: LiveSession): Pick<ActiveTokenDto, OfSession> {
  return {
    active: true,
    session_id: session.sessionId,
    auth_strategy: session.authStrategy,
    issued_at: new Date(claims.iat * 1000).toISOString(),
    expires_at: new Date(claims.exp * 1000).toISOString(),
    iat: claims.iat,
    exp: claims.exp,
    iss: claims.iss,
    aud: claims.aud,
    jti: claims.jti,
    token_type: 'bearer',
  };
}

/** RFC 7662 section 2.2, RFC 9449 section 6.2. Of scopes that are permissions a restricted key is told of its own. */
function applicationPart({ clientId, scope, jkt }: TokenFacts, { restriction }: LiveServiceKey): { client_id: string; token_type: 'bearer' | 'DPoP'; scope?: string; cnf?: { jkt: string } } {
  const told = scope.split(' ').filter((name) => !name.includes('.') || restriction === null || restriction.visible([name]).length > 0);
  return { client_id: clientId, token_type: jkt === null ? 'bearer' : 'DPoP', ...(scope === '' ? {} : { scope: told.join(' ') }), ...(jkt === null ? {} : { cnf: { jkt } }) };
}

/** The tenants where the user's access counts. */
function tenantIdsOf({ tenants }: AccessSnapshot): TenantId[] {
  return [...tenants].filter(([, tenant]) => tenant.status === 'ACTIVE' && !tenant.mfaMissing).map(([id]) => id);
}

/** A tenant's key is told of that tenant alone. */
function tenantIdsToldOf(access: AccessSnapshot, place: Place, key: LiveServiceKey): readonly TenantId[] {
  const all = tenantIdsOf(access);
  return key.tenantId === null ? all : all.filter((id) => id === place?.tenantId);
}

/** All about the user but the list of tenants. */
function userPart(access: AccessSnapshot, place: Place, key: LiveServiceKey, withoutLists: boolean): Omit<ActiveTokenDto, OfSession | 'tenant_ids'> {
  const { identity } = access;
  const toldOf = (at: Place): readonly string[] => key.restriction?.visible(permissionsIn(access, at)) ?? permissionsIn(access, at);
  const tenantId = place?.tenantId ?? null;
  const permissions = toldOf(place);
  return withValue({
    user_id: access.userId,
    sub: access.userId,
    username: identity.username ?? identity.email,
    email: identity.email,
    first_name: identity.firstName,
    last_name: identity.lastName,
    avatar_url: identity.avatarUrl,
    is_email_verified: identity.isEmailVerified,
    email_verified: identity.isEmailVerified,
    name: fullName(identity),
    given_name: identity.firstName,
    family_name: identity.lastName,
    picture: identity.avatarUrl,
    tenant_id: tenantId,
    permissions: withoutLists ? null : permissions,
    scope: withoutLists ? null : permissions.join(' ') || null,
    tenant_permissions: withoutLists || tenantId !== null ? null : Object.fromEntries(tenantIdsOf(access).map((id) => [id, toldOf({ tenantId: id })])),
  });
}

/** Both names, or the only one. */
export function fullName({ firstName, lastName }: AccessSnapshot['identity']): string | null {
  return [firstName, lastName].filter(Boolean).join(' ') || null;
}

type WithValue<T> = { readonly [K in keyof T as null extends T[K] ? never : K]: T[K] } & { readonly [K in keyof T as null extends T[K] ? K : never]?: NonNullable<T[K]> };

/** A field without a value is left out. */
function withValue<T extends object>(fields: T): WithValue<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as WithValue<T>;
}
