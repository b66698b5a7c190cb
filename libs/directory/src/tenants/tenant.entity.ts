import type { Brand } from '@authengine/contracts';
import type { TenantId, UserId } from '@authengine/kernel';
import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn, UpdateDateColumn } from 'typeorm';

/** `PLATFORM` is the one tenant whose members hold platform roles; every other is a `CUSTOMER`. */
export type TenantType = 'PLATFORM' | 'CUSTOMER';
export const TENANT_STATUSES = ['ACTIVE', 'SUSPENDED'] as const;
export type TenantStatus = (typeof TENANT_STATUSES)[number];

/** An organization. */
@Entity('tenants')
@Check('tenants_type_check', `type IN ('PLATFORM', 'CUSTOMER')`)
@Check('tenants_status_check', `status IN ('ACTIVE', 'SUSPENDED')`)
@Index('tenants_platform_key', ['type'], { unique: true, where: `type = 'PLATFORM'` })
@Index(['createdAt', 'id'])
export class Tenant {
  @PrimaryColumn({ type: 'uuid' })
  id!: TenantId;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', nullable: true })
  description!: string | null;

  @Column({ type: 'text' })
  type!: TenantType;

  @Column({ type: 'text', default: 'ACTIVE' })
  status!: TenantStatus;

  @Index()
  @ForeignKey('User', { onDelete: 'RESTRICT' })
  @Column({ name: 'owner_id', type: 'uuid' })
  ownerId!: UserId;

  @ForeignKey('User', { onDelete: 'SET NULL' })
  @Column({ name: 'created_by', type: 'uuid', nullable: true })
  createdBy!: UserId | null;

  /** Whether members need a second factor here. */
  @Column({ name: 'require_mfa', type: 'boolean', default: false })
  requireMfa!: boolean;

  /** How the pages look on which people sign in for it; null: as the settings say. */
  @Column({ type: 'jsonb', nullable: true })
  branding!: Brand | null;

  /** Rises with every change of the row or of the tenant's role definitions; see `Tenants.changed`. */
  @Column({ type: 'bigint', default: 1 })
  version!: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  updatedAt!: Date;
}
