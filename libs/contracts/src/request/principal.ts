import type { ServiceKeyId, SessionId, TenantId, UserId } from '@authengine/kernel';

/** How the session began, as `auth_strategy` on the wire: one of these ways, or the name of a provider. */
export type AuthStrategy = 'email_password' | 'magic_link' | 'webauthn' | (string & Record<never, never>);

/** What the OpenAPI document says of `auth_strategy`: no closed list, since an installation may have further providers. */
export const AUTH_STRATEGY_DESCRIPTION = 'How the session began: `email_password`, `magic_link`, `webauthn`, or the provider through which (`google`, `github`, `microsoft`; installations may have others)';

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
