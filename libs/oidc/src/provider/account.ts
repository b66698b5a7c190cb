import { User, Users } from '@authengine/directory';
import { isUuid, type GrantId, type TenantId, type UserId } from '@authengine/kernel';
import { ActiveTenants } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import type { Grant } from '../grants/grant.entity.js';
import { Grants } from '../grants/grants.js';
import { OrganizationChoices } from '../organizations/organization-choice.js';
import { ORGANIZATION_CLAIMS, OrganizationClaimsReader, type OrganizationClaims } from '../organizations/organization-claims.js';
import type { Account, AccountClaims, Client } from 'oidc-provider';

/** The claims of each scope (OpenID Connect Core section 5.4). */
export const CLAIMS = {
  // An ID token has the claims of `openid` alone beside an access token; these four are there where `organization` is.
  openid: ['sub', 'acr', 'amr', 'auth_time', 'sid', ...ORGANIZATION_CLAIMS],
  profile: ['name', 'given_name', 'family_name', 'preferred_username', 'picture', 'updated_at'],
  email: ['email', 'email_verified'],
  organization: ORGANIZATION_CLAIMS,
} as const;

/** A code, or a token that is used. */
interface TokenOfGrant {
  readonly grantId?: string | undefined;
  readonly scope?: string | undefined;
}

/** Users as the protocol sees them. */
@Injectable()
export class Accounts {
  constructor(
    private readonly users: Users,
    private readonly tenants: ActiveTenants,
    private readonly grants: Grants,
    private readonly organizations: OrganizationChoices,
    private readonly organizationClaims: OrganizationClaimsReader,
  ) {}

  /**
   * A user who may act now; undefined for anybody else. Of a token it is asked too whether its organization, and the tenant
   * that the application is bound to, are still open to them.
   */
  async find(id: string, token?: TokenOfGrant, client?: Client): Promise<Account | undefined> {
    const user = isUuid(id) ? await this.users.find(id as UserId) : null;
    if (user?.status !== 'ACTIVE') return undefined;
    const grant = isUuid(token?.grantId) ? await this.grants.find(token.grantId as GrantId) : null;
    if (grant && !(await this.opens(user.id, grant, boundTo(client)))) return undefined;
    const ofOrganization = async (): Promise<OrganizationClaims | null> =>
      grant?.tenantId && token?.scope?.split(' ').includes('organization') ? this.organizationClaims.of(user.id, grant.sessionId, grant.tenantId) : null;
    return { accountId: user.id, claims: async () => ({ ...claimsOf(user), ...(await ofOrganization()) }) };
  }

  private async opens(userId: UserId, { sessionId, tenantId }: Grant, bound: TenantId | null): Promise<boolean> {
    const all = new Set([tenantId, bound].filter((id) => id !== null));
    for (const id of all) if (!(await this.organizations.stands(userId, sessionId, id))) return false;
    return true;
  }

  /** An application of a tenant is for its members, and for holders of platform roles. */
  async mayUse(id: string, client: Client): Promise<boolean> {
    const tenantId = boundTo(client);
    return tenantId === null || (await this.tenants.stands(tenantId, id as UserId));
  }
}

function boundTo(client: Client | undefined): TenantId | null {
  return (client?.['ae:tenant_id'] ?? null) as TenantId | null;
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
