import { decodeCursor, pageOf, RequestErrors, RoleDirectoryPort, type Page, type PageQuery } from '@authengine/contracts';
import { Tenants } from '@authengine/directory';
import type { RoleId, TenantId, UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { permissionsIn } from '../access/access-decision.js';
import { AccessReader } from '../access/access-reader.js';
import { DeclaredPermissions } from '../permissions/declared-permissions.js';
import type { Permission } from '../permissions/permission.entity.js';
import { Role } from '../roles/role.entity.js';
import { Roles, type HoldingRole } from '../roles/roles.js';

interface MemberRow {
  readonly id: UserId;
  readonly createdAt: Date;
}

export interface MatrixMember {
  readonly userId: UserId;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly status: string;
  readonly roleNames: readonly string[];
  /** Empty for a user who cannot act, or who lacks a second factor that the tenant demands. */
  readonly permissions: readonly string[];
}

export interface Matrix {
  readonly permissions: readonly Permission[];
  readonly roles: readonly HoldingRole[];
  readonly members: Page<MatrixMember>;
}

/** Who may do what in one tenant. The number of queries does not depend on the number of members. */
@Injectable()
export class PermissionMatrix {
  constructor(
    private readonly transactions: Transactions,
    private readonly tenants: Tenants,
    private readonly reader: AccessReader,
    private readonly directory: RoleDirectoryPort,
    private readonly roles: Roles,
    private readonly permissions: DeclaredPermissions,
  ) {}

  /**
   * A page of members with their roles, the oldest member first.
   * @throws RequestErrors.not_found
   */
  async of(tenantId: TenantId, query: PageQuery): Promise<Matrix> {
    const tenant = await this.tenants.find(tenantId);
    if (!tenant) throw RequestErrors.not_found();
    const page = await this.membersOf(tenantId, query);
    const ids = page.items.map(({ id }) => id);
    const [accesses, held, permissions] = [await this.reader.readMany(ids), await this.directory.heldBy(ids, tenantId), await this.permissions.all('TENANT')];
    // A tenant sees everything that its members may do in it, from any role, but no platform permission.
    const names = new Set(permissions.map(({ name }) => name));
    const members = ids.flatMap((userId): MatrixMember[] => {
      const full = accesses.get(userId);
      if (!full) return [];
      const access = full.withoutSecondFactor ?? full;
      const { email, firstName, lastName } = access.identity;
      const allowed = access.userStatus === 'ACTIVE' ? permissionsIn(access, { tenantId }).filter((name) => names.has(name)) : [];
      return [{ userId, email, firstName, lastName, status: access.userStatus, roleNames: (held.get(userId) ?? []).map(({ role }) => role.name), permissions: allowed }];
    });
    const roleIds = [...new Set([...held.values()].flat().map(({ role }) => role.id))];
    return { permissions, roles: await this.rolesOf(roleIds), members: { ...page, items: members } };
  }

  private async membersOf(tenantId: TenantId, { limit, cursor }: PageQuery): Promise<Page<MemberRow>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.transactions.manager.query<{ id: UserId; created_at: Date }[]>(
      `SELECT user_id AS id, created_at FROM memberships
        WHERE tenant_id = $1 AND ($2::timestamptz IS NULL OR (created_at, user_id) > ($2, $3::uuid)) ORDER BY created_at, user_id LIMIT $4`,
      [tenantId, after?.createdAt ?? null, after?.id ?? null, limit + 1],
    );
    const [count] = await this.transactions.manager.query<{ total: number }[]>('SELECT count(*)::integer AS total FROM memberships WHERE tenant_id = $1', [tenantId]);
    return { ...pageOf(rows.map((row) => ({ id: row.id, createdAt: row.created_at })), limit), total: count?.total ?? 0 };
  }

  private async rolesOf(ids: readonly RoleId[]): Promise<HoldingRole[]> {
    const roles = await this.transactions.manager.find(Role, { where: { id: In([...ids]) }, order: { level: 'DESC', name: 'ASC' } });
    const permissions = await this.roles.permissionsOf(ids);
    return roles.map((role) => ({ role, permissions: permissions.get(role.id) ?? [] }));
  }
}
