import type { TenantId, UserId } from '@authengine/kernel';
import { CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Tenant } from '../tenants/tenant.entity.js';

/** That a user belongs to a tenant. What they may do there is said by their roles, which end with it. */
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
