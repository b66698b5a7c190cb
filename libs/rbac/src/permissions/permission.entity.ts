import type { PermissionScope } from '@authengine/contracts';
import { Check, Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** A permission in the catalogue: declared by the code, or by a service for itself. */
@Entity('permissions')
@Check('permissions_scope_check', `scope IN ('PLATFORM', 'TENANT')`)
export class Permission {
  @PrimaryColumn({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  description!: string;

  @Column({ type: 'text' })
  scope!: PermissionScope;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;
}
