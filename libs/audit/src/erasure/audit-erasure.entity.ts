import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** That a person is gone from the audit log; committed with their erasure, kept for the sake of entries that come late. */
@Entity('audit_erasures')
@Check('audit_erasures_address_check', 'carried_out_at IS NULL OR address IS NULL')
@Index('audit_erasures_waiting_idx', ['erasedAt'], { where: 'carried_out_at IS NULL' })
export class AuditErasureRow {
  /** The id that the user had: in the log it stays, and nothing says any more whose it was. */
  @PrimaryColumn({ type: 'text' })
  pseudonym!: string;

  /** Where it was theirs beyond doubt; until the erasure is carried out. */
  @Column({ type: 'text', nullable: true })
  address!: string | null;

  @Column({ type: 'timestamptz', precision: 3 })
  erasedAt!: Date;

  /** The last entry of the outbox when that was cleared of the person: only entries up to it may have been handed over as they were. */
  @Column({ type: 'bigint', nullable: true })
  outboxMark!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  carriedOutAt!: Date | null;
}
