import type { GrantId, SessionId, UserId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { Grants } from '../grants/grants.js';
import { OrganizationClaimsReader } from '../organizations/organization-claims.js';

interface TokenToBe {
  readonly accountId?: string;
  readonly sessionUid?: string;
  readonly grantId?: string;
  readonly scope?: string;
  readonly client?: Readonly<Record<string, unknown>>;
}

/** The claims of a JWT access token that are ours (RFC 9068 section 2.2.3): what is asked whether it stands, and its organization. */
@Injectable()
export class JwtClaims {
  constructor(
    private readonly grants: Grants,
    private readonly organizations: OrganizationClaimsReader,
  ) {}

  /** Of permissions those that are scopes of the token, as at introspection: an application can do no more than it was given. */
  async of({ accountId, sessionUid, grantId, scope = '', client }: TokenToBe): Promise<Readonly<Record<string, unknown>>> {
    const standing = { sid: sessionUid, gid: grantId, tid: client?.['ae:tenant_id'] ?? undefined };
    const tenantId = grantId === undefined ? null : ((await this.grants.find(grantId as GrantId))?.tenantId ?? null);
    if (tenantId === null) return standing;
    const scopes = new Set(scope.split(' '));
    const told = scopes.has('organization') ? await this.organizations.of(accountId as UserId, sessionUid as SessionId, tenantId) : null;
    return { ...standing, org_id: tenantId, ...(told && { org_name: told.org_name, roles: told.roles, permissions: told.permissions.filter((name) => scopes.has(name)) }) };
  }
}
