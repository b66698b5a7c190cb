import type { RoleId, ServiceKeyId, SessionId, TenantId, UserId } from '@authengine/kernel';

/** Everyone whose access a write can change. It is read before the write, so name users that the write adds. */
export interface ForecastScope {
  readonly users?: readonly UserId[];
  /** All holders of this role. */
  readonly roleId?: RoleId;
  /** All members of this tenant, everyone with a session in it, and its keys. */
  readonly tenantId?: TenantId;
  /** These keys. */
  readonly serviceKeyIds?: readonly ServiceKeyId[];
}

/**
 * The permissions that one user gains or loses in one place. A null `tenantId` means the platform and every tenant in
 * which the user is not a member.
 */
export interface AccessChange {
  readonly userId: UserId;
  readonly tenantId: TenantId | null;
  readonly gains: readonly string[];
  readonly loses: readonly string[];
}

export interface EndedSession {
  readonly id: SessionId;
  readonly userId: UserId;
}

/** A service key that the write changes: it ends, or loses the name of its creator. */
export interface TouchedKey {
  readonly id: ServiceKeyId;
  readonly serviceName: string;
  readonly tenantId: TenantId | null;
  readonly effect: 'ends' | 'loses_its_creator';
}

/** The people whom the write would lock out: its caller, or the owners of a tenant. */
export interface Lockout {
  readonly kind: 'oneself' | 'tenant_without_active_owner';
  readonly tenantId: TenantId | null;
}

export interface Forecast {
  /** The number of users that the write can concern. */
  readonly usersConsidered: number;
  /** Whether there are more users than were checked individually. */
  readonly truncated: boolean;
  /** Whether the forecast hides changes for people whom the caller may not list. */
  readonly withheld: boolean;
  readonly changes: readonly AccessChange[];
  readonly sessionsEnded: readonly EndedSession[];
  readonly serviceKeys: readonly TouchedKey[];
  readonly lockouts: readonly Lockout[];
}
