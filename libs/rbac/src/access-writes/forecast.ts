import type { RoleId, ServiceKeyId, SessionId, TenantId, UserId } from '@authengine/kernel';

/** Whose access a write can touch; looked up before the write, so name the users that it brings in. */
export interface ForecastScope {
  readonly users?: readonly UserId[];
  /** Everyone who holds this role. */
  readonly roleId?: RoleId;
  /** Everyone who belongs to this tenant or has a session in it, and its keys. */
  readonly tenantId?: TenantId;
  /** These keys. */
  readonly serviceKeyIds?: readonly ServiceKeyId[];
}

/** What one user may do in one place, or no longer; `tenantId` null is the platform and every tenant that the user is no member of. */
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

/** A service key that the write touches: it stands no more, or nobody is named as its creator any more. */
export interface TouchedKey {
  readonly id: ServiceKeyId;
  readonly serviceName: string;
  readonly tenantId: TenantId | null;
  readonly effect: 'ends' | 'loses_its_creator';
}

/** Whom the write would lock out: the one who makes it, or the owners of a tenant. */
export interface Lockout {
  readonly kind: 'oneself' | 'tenant_without_active_owner';
  readonly tenantId: TenantId | null;
}

export interface Forecast {
  /** How many users the write can touch. */
  readonly usersConsidered: number;
  /** Whether there are more of them than were looked at one by one. */
  readonly truncated: boolean;
  /** Whether there is more to tell, of people whom the asker may not list. */
  readonly withheld: boolean;
  readonly changes: readonly AccessChange[];
  readonly sessionsEnded: readonly EndedSession[];
  readonly serviceKeys: readonly TouchedKey[];
  readonly lockouts: readonly Lockout[];
}
