import { RoleDirectoryPort } from '@authengine/contracts';
import { LiveTenants } from '@authengine/directory';
import type { SessionId, TenantId, UserId } from '@authengine/kernel';
import { AccessSnapshots, permissionsIn } from '@authengine/rbac';
import { Injectable } from '@nestjs/common';
import { OrganizationNames } from './organization-names.js';

export const ORGANIZATION_CLAIMS = ['org_id', 'org_name', 'roles', 'permissions'] as const;

/** What the scope `organization` tells of the organization that was chosen. */
export interface OrganizationClaims {
  readonly org_id: TenantId;
  readonly org_name: string;
  /** The names of roles that are held there. */
  readonly roles: readonly string[];
  /** Those that count there, of platform roles too. */
  readonly permissions: readonly string[];
}

/** As it is when a token is made or a question answered; whoever must know later asks introspection. */
@Injectable()
export class OrganizationClaimsReader {
  constructor(
    private readonly snapshots: AccessSnapshots,
    private readonly tenants: LiveTenants,
    private readonly roles: RoleDirectoryPort,
    private readonly names: OrganizationNames,
  ) {}

  /** Null where the user has nothing there any more. */
  async of(userId: UserId, sessionId: SessionId, tenantId: TenantId): Promise<OrganizationClaims | null> {
    const [found, live, [organization], held] = await Promise.all([this.snapshots.find({ sub: userId, sid: sessionId }), this.tenants.read([tenantId]), this.names.of([tenantId]), this.roles.heldBy([userId], tenantId)]);
    if (!found || !organization) return null;
    const roles = (held.get(userId) ?? []).map(({ role }) => role.name).sort();
    return { org_id: tenantId, org_name: organization.name, roles, permissions: permissionsIn(found.access, { tenantId, live: live.get(tenantId) }) };
  }
}
