import type { AuditStatus } from '@authengine/contracts';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An entry of the audit log in Postgres. */
@Entity('audit_entries')
@Check('audit_entries_status_check', `status IN ('success', 'failure', 'denied')`)
@Index(['createdAt', 'id'])
@Index(['tenantId', 'createdAt'])
@Index(['actorId', 'createdAt'])
@Index(['targetUserId', 'createdAt'])
@Index(['action', 'createdAt'])
@Index(['resource', 'createdAt'])
@Index(['ipAddress', 'createdAt'])
@Index('audit_entries_unsuccessful_idx', ['status', 'createdAt', 'id'], { where: "status <> 'success'" })
export class AuditEntryRow {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  action!: string;

  @Column({ type: 'text' })
  resource!: string;

  @Column({ type: 'text', nullable: true })
  resourceId!: string | null;

  @Column({ type: 'text', nullable: true })
  actorId!: string | null;

  @Column({ type: 'text', nullable: true })
  targetUserId!: string | null;

  @Column({ type: 'text', nullable: true })
  tenantId!: string | null;

  @Column({ type: 'text' })
  status!: AuditStatus;

  @Column({ type: 'text', nullable: true })
  ipAddress!: string | null;

  @Column({ type: 'text', nullable: true })
  userAgent!: string | null;

  @Index()
  @Column({ type: 'text', nullable: true })
  requestId!: string | null;

  @Column({ type: 'jsonb', default: {} })
  metadata!: Record<string, unknown>;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
