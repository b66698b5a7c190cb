import type { RoleId } from '@authengine/kernel';
import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Permission } from '../permissions/permission.entity.js';
import { Role } from './role.entity.js';

/** A role holds a permission. */
@Entity('role_permissions')
export class RolePermission {
  @ForeignKey(() => Role, { onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'role_id', type: 'uuid' })
  roleId!: RoleId;

  @Index()
  @ForeignKey(() => Permission, { onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'permission_name', type: 'text' })
  permissionName!: string;
}
