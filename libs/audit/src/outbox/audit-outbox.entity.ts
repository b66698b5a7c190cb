import { Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { AuditEntryJson } from '../entry/audit-entry.js';

/** An entry that waits for the store; it commits together with the change that it describes. */
@Entity('audit_outbox')
@Unique(['id'])
export class AuditOutboxRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  seq!: string;

  @Column({ type: 'uuid' })
  id!: string;

  @Column({ type: 'jsonb' })
  entry!: AuditEntryJson;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;
}
