import { decodeCursor, pageOf, type Page, type PageQuery } from '@authengine/contracts';
import { Transactions } from '@authengine/persistence';
import type { Tenant } from '@authengine/tenancy';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { RolePermission } from './role-permission.entity.js';
import { Role } from './role.entity.js';

export interface HoldingRole {
  readonly role: Role;
  readonly permissions: readonly string[];
}

/** The roles there are. */
@Injectable()
export class Roles {
  constructor(private readonly transactions: Transactions) {}

  /** The platform roles with what each holds, the oldest first. */
  async ofPlatform({ limit, cursor }: PageQuery): Promise<Page<HoldingRole>> {
    const query = this.transactions.manager
      .createQueryBuilder(Role, 'role')
      .where("role.scope = 'PLATFORM' AND role.tenant_id IS NULL")
      .orderBy('role.created_at')
      .addOrderBy('role.id')
      .limit(limit + 1);
    if (cursor !== undefined) query.andWhere('(role.created_at, role.id) > (:createdAt, :id)', { ...decodeCursor(cursor) });
    const page = pageOf(await query.getMany(), limit);
    const held = await this.transactions.manager.find(RolePermission, {
      where: { roleId: In(page.items.map(({ id }) => id)) },
      order: { permissionName: 'ASC' },
    });
    const items = page.items.map((role) => ({ role, permissions: held.filter(({ roleId }) => roleId === role.id).map(({ permissionName }) => permissionName) }));
    return { ...page, items };
  }

  /**
   * The role of this name that members of `tenant` can hold, its level held to the end of the
   * transaction. A shared role goes before one that a tenant has given the same name.
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
