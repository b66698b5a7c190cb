import type { TenantId } from '@authengine/kernel';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** A project of one tenant; it goes with its tenant. */
@Entity('projects')
@Unique(['tenantId', 'name'])
@Index(['tenantId', 'createdAt', 'id'])
export class Project {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @ForeignKey('Tenant', { onDelete: 'CASCADE' })
  @Column({ type: 'uuid' })
  tenantId!: TenantId;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
