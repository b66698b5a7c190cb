import type { RoleId, TenantId, UserId } from '@authengine/kernel';
import { Membership } from '@authengine/tenancy';
import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Role } from '../roles/role.entity.js';

/** That a member of a tenant holds a role there. It ends with the membership, which the database sees to. */
@Entity('role_assignments')
@Unique(['userId', 'tenantId', 'roleId'])
@Index(['tenantId', 'userId'])
@ForeignKey(() => Membership, ['tenantId', 'userId'], ['tenantId', 'userId'], { onDelete: 'CASCADE' })
export class RoleAssignment {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ name: 'user_id', type: 'uuid' })
  userId!: UserId;

  @Column({ name: 'tenant_id', type: 'uuid' })
  tenantId!: TenantId;

  @Index()
  @ForeignKey(() => Role, { onDelete: 'CASCADE' })
  @Column({ name: 'role_id', type: 'uuid' })
  roleId!: RoleId;

  @ForeignKey('User', { onDelete: 'SET NULL' })
  @Column({ name: 'assigned_by', type: 'uuid', nullable: true })
  assignedBy!: UserId | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;
}
