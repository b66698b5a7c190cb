import type { PermissionScope } from '@authengine/contracts';
import type { RoleId, TenantId } from '@authengine/kernel';
import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn, Unique, UpdateDateColumn } from 'typeorm';

/** A named set of permissions with a level. */
@Entity('roles')
@Check('roles_scope_check', `scope IN ('PLATFORM', 'TENANT')`)
@Check('roles_level_check', 'level BETWEEN 0 AND 100')
@Unique(['id', 'tenantKey'])
@Index('roles_shared_name_key', ['name'], { unique: true, where: 'tenant_id IS NULL' })
@Index('roles_tenant_id_name_key', ['tenantId', 'name'], { unique: true })
export class Role {
  @PrimaryColumn({ type: 'uuid' })
  id!: RoleId;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', default: '' })
  description!: string;

  /**
   * A `PLATFORM` role is held in the platform's tenant and counts in every tenant; a `TENANT` role counts where it is
   * held.
   */
  @Column({ type: 'text' })
  scope!: PermissionScope;

  @Column({ type: 'integer' })
  level!: number;

  /** The tenant that owns this role; null for shared roles. */
  @ForeignKey('Tenant', { onDelete: 'CASCADE' })
  @Column({ name: 'tenant_id', type: 'uuid', nullable: true })
  tenantId!: TenantId | null;

  /** `tenantId`, or a constant for shared roles. Rows that name a role refer to it. The database fills it. */
  @Column({ type: 'uuid', select: false, insert: false, update: false })
  tenantKey?: string;

  @Column({ name: 'built_in', type: 'boolean', default: false })
  builtIn!: boolean;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  updatedAt!: Date;
}
