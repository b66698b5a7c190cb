import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A changed copy, committed with the change itself, so that it reaches the copies whatever happens after. */
@Entity('copy_changes')
@Index('copy_changes_pending_idx', ['subject'], { where: 'pending' })
export class CopyChange {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  seq!: string;

  @Column({ type: 'text' })
  key!: string;

  @Column({ type: 'bigint' })
  version!: string;

  @Column({ type: 'text' })
  value!: string;

  /** The id of the user, tenant or key that the copy tells of; empty in rows of an earlier version. */
  @Column({ type: 'text', default: '' })
  subject!: string;

  /** It ended something and is not known to be in the copies yet: who ends the same again makes sure of it first. */
  @Column({ type: 'boolean', default: false })
  pending!: boolean;

  /** The transaction's id, by which a reader knows what it cannot have seen yet. */
  @Index()
  @Column({ type: 'bigint' })
  xact!: string;

  @Index()
  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;
}
