import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { AuditEntryJson } from '../entry/audit-entry.js';

/** An event that a listener is still to be told; committed with the change that it tells. */
@Entity('event_deliveries')
@Index(['listener', 'subject', 'seq'])
@Index(['nextAttemptAt', 'seq'])
export class EventDelivery {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  seq!: string;

  @Column({ type: 'text' })
  listener!: string;

  /** What the events of which are told one after the other. */
  @Column({ type: 'text' })
  subject!: string;

  @Column({ type: 'jsonb' })
  entry!: AuditEntryJson;

  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  /** Later than now also while a node is telling it: when that node has died, another one does. */
  @Column({ type: 'timestamptz', precision: 3 })
  nextAttemptAt!: Date;
}
