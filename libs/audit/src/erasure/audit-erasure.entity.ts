import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * The order to erase a person from the audit log. It commits with the person's erasure, and stays because entries may
 * arrive late.
 */
@Entity('audit_erasures')
@Check('audit_erasures_address_check', 'carried_out_at IS NULL OR address IS NULL')
@Index('audit_erasures_waiting_idx', ['erasedAt'], { where: 'carried_out_at IS NULL' })
@Index('audit_erasures_salts_idx', ['erasedAt'], { where: 'carried_out_at IS NOT NULL AND salts_gone_at IS NULL' })
export class AuditErasureRow {
  /** The user's former id. It stays in the log, and nothing shows any more whose id it was. */
  @PrimaryColumn({ type: 'text' })
  pseudonym!: string;

  /** The person's proven address; kept until the erasure is carried out. */
  @Column({ type: 'text', nullable: true })
  address!: string | null;

  @Column({ type: 'timestamptz', precision: 3 })
  erasedAt!: Date;

  /**
   * The last entry of the outbox when the person was erased from it: only entries up to this one may have left
   * unchanged.
   */
  @Column({ type: 'bigint', nullable: true })
  outboxMark!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  carriedOutAt!: Date | null;

  /** When the salts of the person's fields went; unset after an older version carried the erasure out. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  saltsGoneAt!: Date | null;
}
