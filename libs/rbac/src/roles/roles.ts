import { Transactions } from '@authengine/persistence';
import type { Tenant } from '@authengine/tenancy';
import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { RolePermission } from './role-permission.entity.js';
import { Role } from './role.entity.js';

/** The roles there are. */
@Injectable()
export class Roles {
  constructor(private readonly transactions: Transactions) {}

  /** Every platform role with what it holds, the highest first. */
  async ofPlatform(): Promise<{ role: Role; permissions: string[] }[]> {
    const roles = await this.transactions.manager.find(Role, { where: { scope: 'PLATFORM', tenantId: IsNull() }, order: { level: 'DESC', name: 'ASC' } });
    const held = await this.transactions.manager.find(RolePermission, { where: { roleId: In(roles.map(({ id }) => id)) }, order: { permissionName: 'ASC' } });
    return roles.map((role) => ({ role, permissions: held.filter(({ roleId }) => roleId === role.id).map(({ permissionName }) => permissionName) }));
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
