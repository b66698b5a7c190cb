import { Membership, ROLE_OF_TENANT } from '@authengine/directory';
import type { RoleId, TenantId, UserId } from '@authengine/kernel';
import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Role } from '../roles/role.entity.js';

/** A member of a tenant holds a role there. The database ends it together with the membership. */
@Entity('role_assignments')
@Unique(['userId', 'tenantId', 'roleId'])
@Index(['tenantId', 'userId'])
@Check('role_assignments_role_of_tenant_check', ROLE_OF_TENANT)
@ForeignKey(() => Role, ['roleId', 'roleTenantKey'], ['id', 'tenantKey'], { onDelete: 'CASCADE' })
@ForeignKey(() => Membership, ['tenantId', 'userId'], ['tenantId', 'userId'], { onDelete: 'CASCADE' })
export class RoleAssignment {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'user_id', type: 'uuid' })
  userId!: UserId;

  @Column({ name: 'tenant_id', type: 'uuid' })
  tenantId!: TenantId;

  @Index()
  @Column({ name: 'role_id', type: 'uuid' })
  roleId!: RoleId;

  /**
   * The role's tenant, or none for a shared role; otherwise the database refuses the row. The database fills this
   * column.
   */
  @Column({ type: 'uuid', select: false, insert: false, update: false })
  roleTenantKey?: string;

  @ForeignKey('User', { onDelete: 'SET NULL' })
  @Column({ name: 'assigned_by', type: 'uuid', nullable: true })
  assignedBy!: UserId | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;
}
