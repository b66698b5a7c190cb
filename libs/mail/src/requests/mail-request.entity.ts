import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A mail that somebody asked for, before it is known whether one is to be sent. The row goes in the transaction that answers it. */
@Entity('mail_requests')
@Index(['nextAttemptAt', 'seq'])
export class MailRequestRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  seq!: string;

  /** What its contents are sealed for. */
  @Column({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  kind!: string;

  /** Who asked, for which address and what with it. */
  @Column({ type: 'text' })
  sealedRequest!: string;

  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  @Column({ type: 'timestamptz', precision: 3 })
  nextAttemptAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
