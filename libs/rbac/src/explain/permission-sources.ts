import type { PermissionScope } from '@authengine/contracts';
import type { RoleId, TenantId, UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { PERMISSION_COUNTS, ROLE_COUNTS } from '../access/roles-that-count.js';
import type { ExplainedRole, Grant } from './explanation.js';

interface RoleRow {
  readonly id: RoleId;
  readonly name: string;
  readonly scope: PermissionScope;
  readonly level: number;
  readonly role_tenant_id: TenantId | null;
}

interface SourceRow extends RoleRow {
  readonly tenant_id: TenantId;
  readonly since: Date;
  readonly assigned_by: UserId | null;
  readonly assigned_at: Date;
}

export type PermissionSource = Omit<Grant, 'auditEntryId'> & { readonly ofPlatform: boolean };

/** How many roles to suggest, the smallest first; a longer list would not help. */
const REMEDIES = 5;

/** The roles that give a permission: those that a user holds, and those that a user could get. */
@Injectable()
export class PermissionSources {
  constructor(private readonly transactions: Transactions) {}

  /**
   * By the rules of the access snapshot: platform roles count everywhere, a tenant's role in that tenant. The highest
   * role first.
   */
  async of(userId: UserId, permission: string, tenantId: TenantId | null): Promise<PermissionSource[]> {
    const rows = await this.transactions.manager.query<(SourceRow & { of_platform: boolean })[]>(
      `SELECT r.id, r.name, r.scope, r.level, r.tenant_id AS role_tenant_id, t.id AS tenant_id, t.type = 'PLATFORM' AS of_platform,
              m.created_at AS since, a.assigned_by, a.created_at AS assigned_at
         FROM memberships m
         JOIN tenants t ON t.id = m.tenant_id AND ((t.type = 'PLATFORM' AND t.status = 'ACTIVE') OR t.id = $3::uuid)
         JOIN role_assignments a ON a.tenant_id = t.id AND a.user_id = m.user_id
         JOIN roles r ON ${ROLE_COUNTS}
         JOIN role_permissions rp ON rp.role_id = r.id AND rp.permission_name = $2
         JOIN permissions p ON ${PERMISSION_COUNTS}
        WHERE m.user_id = $1
        ORDER BY r.level DESC, r.name, t.id`,
      [userId, permission, tenantId],
    );
    return rows.map((row) => ({
      membership: { tenantId: row.tenant_id, since: row.since },
      role: toRole(row),
      grantedBy: row.assigned_by,
      grantedAt: row.assigned_at,
      ofPlatform: row.of_platform,
    }));
  }

  /** The lowest and smallest roles that hold the permission and can be held there. */
  async holding(permission: string, where: { readonly tenantId: TenantId | null; readonly platform: boolean }): Promise<ExplainedRole[]> {
    const rows = await this.transactions.manager.query<RoleRow[]>(
      `SELECT r.id, r.name, r.scope, r.level, r.tenant_id AS role_tenant_id
         FROM role_permissions rp
         JOIN permissions p ON p.name = rp.permission_name
         JOIN roles r ON r.id = rp.role_id
        WHERE rp.permission_name = $1
          AND ((r.scope = 'TENANT' AND p.scope = 'TENANT' AND $2::uuid IS NOT NULL AND (r.tenant_id IS NULL OR r.tenant_id = $2::uuid))
            OR (r.scope = 'PLATFORM' AND r.tenant_id IS NULL AND $3))
        ORDER BY r.scope = 'PLATFORM', r.level, (SELECT count(*) FROM role_permissions narrow WHERE narrow.role_id = r.id), r.name
        LIMIT $4`,
      [permission, where.tenantId, where.platform, REMEDIES],
    );
    return rows.map(toRole);
  }
}

function toRole({ id, name, scope, level, role_tenant_id: tenantId }: RoleRow): ExplainedRole {
  return { id, name, scope, level, tenantId };
}
