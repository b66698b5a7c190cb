import { permissionsIn, type AccessSnapshot, type Place } from '@authengine/rbac';
import { Injectable } from '@nestjs/common';
import type { LiveServiceKey } from '../service-keys/live-service-keys.js';
import type { ActiveTokenDto } from './dto/introspection.dto.js';
import type { TokenHolder } from './token-holders.js';

/** The one answer for every token that does not stand, whatever the reason. */
export const INACTIVE = '{"active":false}';

/** What an answer says of one session; all else is the same for all of a user's. */
type OfSession = 'active' | 'session_id' | 'auth_strategy' | 'issued_at' | 'expires_at' | 'iat' | 'exp' | 'iss' | 'aud' | 'token_type';

/** A platform role is seen in every tenant: of those views only so many are kept. */
const MAX_VIEWS = 64;

/**
 * Answers about tokens that stand, as JSON. What depends on the user alone is written once per
 * snapshot, view and tenant, and goes when the snapshot goes.
 */
@Injectable()
export class IntrospectionAnswers {
  private readonly written = new WeakMap<AccessSnapshot, Map<string, string>>();

  active({ claims, session, access }: TokenHolder, place: Place, key: LiveServiceKey): string {
    const ofSession: Pick<ActiveTokenDto, OfSession> = {
      active: true,
      session_id: session.sessionId,
      auth_strategy: session.authStrategy,
      issued_at: new Date(claims.iat * 1000).toISOString(),
      expires_at: new Date(claims.exp * 1000).toISOString(),
      iat: claims.iat,
      exp: claims.exp,
      iss: claims.iss,
      aud: claims.aud,
      token_type: 'bearer',
    };
    return `${JSON.stringify(ofSession).slice(0, -1)},${this.ofUser(access, place, key.tenantId !== null).slice(1)}`;
  }

  private ofUser(access: AccessSnapshot, place: Place, ofTenantAlone: boolean): string {
    let answers = this.written.get(access);
    if (!answers || answers.size >= MAX_VIEWS) this.written.set(access, (answers = new Map<string, string>()));
    const view = `${ofTenantAlone ? 'tenant' : 'platform'}:${place?.tenantId ?? ''}`;
    let answer = answers.get(view);
    if (answer === undefined) answers.set(view, (answer = JSON.stringify(userPart(access, place, ofTenantAlone))));
    return answer;
  }
}

function userPart(access: AccessSnapshot, place: Place, ofTenantAlone: boolean): Omit<ActiveTokenDto, OfSession> {
  const { identity } = access;
  const tenantId = place?.tenantId ?? null;
  const permissions = permissionsIn(access, place);
  const tenantIds = [...access.tenants].filter(([, tenant]) => tenant.status === 'ACTIVE').map(([id]) => id);
  return {
    user_id: access.userId,
    sub: access.userId,
    username: identity.username ?? identity.email,
    email: identity.email,
    first_name: identity.firstName,
    last_name: identity.lastName,
    avatar_url: identity.avatarUrl,
    is_email_verified: identity.isEmailVerified,
    tenant_id: tenantId,
    tenant_ids: ofTenantAlone ? tenantIds.filter((id) => id === tenantId) : tenantIds,
    permissions,
    scope: permissions.join(' '),
    ...(tenantId === null ? { tenant_permissions: Object.fromEntries(tenantIds.map((id) => [id, permissionsIn(access, { tenantId: id })])) } : {}),
  };
}
