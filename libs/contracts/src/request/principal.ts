import type { ServiceKeyId, SessionId, TenantId, UserId } from '@authengine/kernel';

/** How the session began, as `auth_strategy` on the wire. */
export const AUTH_STRATEGIES = ['email_password', 'google', 'github', 'microsoft', 'magic_link', 'webauthn'] as const;
export type AuthStrategy = (typeof AUTH_STRATEGIES)[number];

export interface UserPrincipal {
  readonly kind: 'user';
  readonly userId: UserId;
  readonly sessionId: SessionId;
  /** The token's active tenant; says where the user is, not what they may do there. */
  readonly tenantId: TenantId | null;
}

export interface ServicePrincipal {
  readonly kind: 'service';
  readonly keyId: ServiceKeyId;
  /** The tenant the key is bound to, or null for a platform key. */
  readonly tenantId: TenantId | null;
}

export type Principal = UserPrincipal | ServicePrincipal;
