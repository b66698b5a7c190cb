import type { TenantId, UserId } from '@authengine/kernel';
import { CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Tenant } from '../tenants/tenant.entity.js';

/** A user belongs to a tenant. Roles say what the user may do there, and they end with the membership. */
@Entity('memberships')
@Index(['tenantId', 'createdAt', 'userId'])
export class Membership {
  @ForeignKey(() => Tenant, { onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid' })
  tenantId!: TenantId;

  @Index()
  @ForeignKey('User', { onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'user_id', type: 'uuid' })
  userId!: UserId;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;
}
