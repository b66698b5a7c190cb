import { User, Users } from '@authengine/directory';
import { isUuid, type TenantId, type UserId } from '@authengine/kernel';
import { ActiveTenants } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import type { Account, AccountClaims, Client } from 'oidc-provider';

/** The claims of each scope (OpenID Connect Core section 5.4). */
export const CLAIMS = {
  openid: ['sub', 'acr', 'amr', 'auth_time', 'sid'],
  profile: ['name', 'given_name', 'family_name', 'preferred_username', 'picture', 'updated_at'],
  email: ['email', 'email_verified'],
} as const;

/** Users as the protocol sees them. */
@Injectable()
export class Accounts {
  constructor(
    private readonly users: Users,
    private readonly tenants: ActiveTenants,
  ) {}

  /** A user who may act now; undefined for anybody else. */
  async find(id: string): Promise<Account | undefined> {
    const user = isUuid(id) ? await this.users.find(id as UserId) : null;
    return user?.status === 'ACTIVE' ? { accountId: user.id, claims: () => claimsOf(user) } : undefined;
  }

  /** An application of a tenant is for its members, and for holders of platform roles. */
  async mayUse(id: string, client: Client): Promise<boolean> {
    const tenantId = client['ae:tenant_id'] as TenantId | null | undefined;
    return tenantId === null || tenantId === undefined || (await this.tenants.stands(tenantId, id as UserId));
  }
}

function claimsOf(user: User): AccountClaims {
  const claims = {
    sub: user.id,
    name: [user.firstName, user.lastName].filter(Boolean).join(' ') || undefined,
    given_name: user.firstName ?? undefined,
    family_name: user.lastName ?? undefined,
    preferred_username: user.username ?? undefined,
    picture: user.avatarUrl ?? undefined,
    updated_at: Math.floor(user.updatedAt.getTime() / 1000),
    email: user.email ?? undefined,
    email_verified: user.email === null ? undefined : user.emailVerifiedAt !== null,
  };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined)) as AccountClaims;
}
