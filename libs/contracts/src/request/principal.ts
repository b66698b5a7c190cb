import type { ServiceKeyId, SessionId, TenantId, UserId } from '@authengine/kernel';

/** How a session began (`auth_strategy` in the API): one of these ways, or the name of a provider. */
export type AuthStrategy = 'email_password' | 'magic_link' | 'webauthn' | (string & Record<never, never>);

/** The description of `auth_strategy` in OpenAPI. It is no closed list, because an installation may have more providers. */
export const AUTH_STRATEGY_DESCRIPTION = 'How the session began: `email_password`, `magic_link`, `webauthn`, or the provider through which (`google`, `github`, `microsoft`; installations may have others)';

export interface UserPrincipal {
  readonly kind: 'user';
  readonly userId: UserId;
  readonly sessionId: SessionId;
  /** The token's active tenant. It says where the user works, not what they may do there. */
  readonly tenantId: TenantId | null;
}

export interface ServicePrincipal {
  readonly kind: 'service';
  readonly keyId: ServiceKeyId;
  /** The tenant the key is bound to, or null for a platform key. */
  readonly tenantId: TenantId | null;
}

export type Principal = UserPrincipal | ServicePrincipal;
