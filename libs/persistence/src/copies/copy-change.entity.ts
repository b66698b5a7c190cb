import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A changed copy, committed with the change itself, so that it reaches the copies whatever happens after. */
@Entity('copy_changes')
export class CopyChange {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  seq!: string;

  @Column({ type: 'text' })
  key!: string;

  @Column({ type: 'bigint' })
  version!: string;

  @Column({ type: 'text' })
  value!: string;

  /** The transaction's id, by which a reader knows what it cannot have seen yet. */
  @Index()
  @Column({ type: 'bigint' })
  xact!: string;

  @Index()
  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;
}
