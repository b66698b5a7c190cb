import { RequestErrors } from '@authengine/contracts';
import { Memberships } from '@authengine/directory';
import type { TenantId, UserId } from '@authengine/kernel';
import { Transactions } from '@authengine/persistence';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Role } from '../roles/role.entity.js';
import { Roles, type HoldingRole } from '../roles/roles.js';
import { RoleAssignment } from './role-assignment.entity.js';

export interface MemberRole extends HoldingRole {
  readonly assignment: RoleAssignment;
}

/** The roles of a member in one tenant, with who gave them and when. */
@Injectable()
export class MemberRoles {
  constructor(
    private readonly transactions: Transactions,
    private readonly memberships: Memberships,
    private readonly roles: Roles,
  ) {}

  /**
   * The highest role first.
   * @throws RequestErrors.not_found for a user who is not a member
   */
  async of(tenantId: TenantId, userId: UserId): Promise<MemberRole[]> {
    if (!(await this.memberships.has(tenantId, userId))) throw RequestErrors.not_found();
    const assignments = await this.transactions.manager.findBy(RoleAssignment, { tenantId, userId });
    const ids = assignments.map(({ roleId }) => roleId);
    const roles = await this.transactions.manager.find(Role, { where: { id: In(ids) }, order: { level: 'DESC', name: 'ASC' } });
    const permissions = await this.roles.permissionsOf(ids);
    return roles.flatMap((role) => {
      const assignment = assignments.find(({ roleId }) => roleId === role.id);
      return assignment ? [{ role, permissions: permissions.get(role.id) ?? [], assignment }] : [];
    });
  }
}
