import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Entries that were kept long enough, and go together: their places name it. It commits with the event that puts it on record. */
@Entity('audit_expiries')
@Index('audit_expiries_waiting_idx', ['decidedAt'], { where: 'carried_out_at IS NULL' })
export class AuditExpiryRow {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  decidedAt!: Date;

  /** When the store had removed the entries. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  carriedOutAt!: Date | null;
}
