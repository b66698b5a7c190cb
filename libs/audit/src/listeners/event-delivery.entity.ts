import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { AuditEntryJson } from '../entry/audit-entry.js';

/** An event that a listener has not received yet; it commits together with the change that it describes. */
@Entity('event_deliveries')
@Index(['listener', 'subject', 'seq'])
@Index(['nextAttemptAt', 'seq'])
export class EventDelivery {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  seq!: string;

  @Column({ type: 'text' })
  listener!: string;

  /** A listener receives the events of one subject one after the other. */
  @Column({ type: 'text' })
  subject!: string;

  @Column({ type: 'jsonb' })
  entry!: AuditEntryJson;

  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  /** Also in the future while a node delivers it: if that node dies, another node takes over then. */
  @Column({ type: 'timestamptz', precision: 3 })
  nextAttemptAt!: Date;
}
