import { decodeCursor, pageOf, type Page, type PermissionScope } from '@authengine/contracts';
import type { Tenant } from '@authengine/directory';
import type { RoleId } from '@authengine/kernel';
import { folded, Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import type { ObjectLiteral } from 'typeorm';
import type { RolesQuery } from './dto/roles.query.js';
import { Role } from './role.entity.js';

export interface HoldingRole {
  readonly role: Role;
  readonly permissions: readonly string[];
}

/** The existing roles. */
@Injectable()
export class Roles {
  constructor(private readonly transactions: Transactions) {}

  /** The platform's roles with their permissions, the oldest first; with `TENANT`, the roles that all tenants share. */
  ofPlatform(page: RolesQuery, scope: PermissionScope = 'PLATFORM'): Promise<Page<HoldingRole>> {
    return this.page(page, 'role.scope = :scope AND role.tenant_id IS NULL', { scope });
  }

  /** The roles that members of `tenant` can hold, its own and the shared ones, the oldest first. */
  inTenant({ id, type }: Pick<Tenant, 'id' | 'type'>, page: RolesQuery): Promise<Page<HoldingRole>> {
    return this.page(page, 'role.scope = :scope AND (role.tenant_id IS NULL OR role.tenant_id = :id)', { id, scope: type === 'PLATFORM' ? 'PLATFORM' : 'TENANT' });
  }

  /** The permissions of these roles, each list sorted, in one query. */
  async permissionsOf(ids: readonly RoleId[]): Promise<ReadonlyMap<RoleId, readonly string[]>> {
    const held = new Map<RoleId, readonly string[]>(ids.map((id) => [id, []]));
    const rows = await this.transactions.manager.query<{ role_id: RoleId; names: string[] }[]>(
      'SELECT role_id, array_agg(permission_name ORDER BY permission_name COLLATE "C") AS names FROM role_permissions WHERE role_id = ANY($1::uuid[]) GROUP BY role_id',
      [ids],
    );
    for (const { role_id: id, names } of rows) held.set(id, names);
    return held;
  }

  private async page({ q, limit, cursor }: RolesQuery, where: string, values: ObjectLiteral): Promise<Page<HoldingRole>> {
    const query = this.transactions.manager.createQueryBuilder(Role, 'role').where(where, values);
    if (q !== undefined) query.andWhere(`position(${folded(':q')} IN ${folded('role.name')}) > 0`, { q });
    const total = await query.getCount();
    query.orderBy('role.created_at').addOrderBy('role.id').limit(limit + 1);
    if (cursor !== undefined) query.andWhere('(role.created_at, role.id) > (:createdAt, :lastId)', positionOf(cursor));
    const page = pageOf(await query.getMany(), limit);
    const permissions = await this.permissionsOf(page.items.map(({ id }) => id));
    return { ...page, total, items: page.items.map((role) => ({ role, permissions: permissions.get(role.id) ?? [] })) };
  }

  /**
   * The role with this name that members of `tenant` can hold, locked until the end of the transaction. A shared role
   * comes before a tenant's own role with the same name.
   */
  findAssignable(name: string, tenant: Pick<Tenant, 'id' | 'type'>): Promise<Role | null> {
    return this.transactions.manager
      .createQueryBuilder(Role, 'role')
      .where('role.name = :name AND role.scope = :scope', { name, scope: tenant.type === 'PLATFORM' ? 'PLATFORM' : 'TENANT' })
      .andWhere('(role.tenant_id IS NULL OR role.tenant_id = :tenantId)', { tenantId: tenant.id })
      .orderBy('role.tenant_id', 'ASC', 'NULLS FIRST')
      .limit(1)
      .setLock('pessimistic_read')
      .getOne();
  }
}

function positionOf(cursor: string): ObjectLiteral {
  const { createdAt, id } = decodeCursor(cursor);
  return { createdAt, lastId: id };
}
