import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A changed cache entry. It commits together with the change, so that it reaches the cache whatever happens later. */
@Entity('copy_changes')
@Index('copy_changes_pending_idx', ['subject'], { where: 'pending' })
export class CacheChange {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  seq!: string;

  @Column({ type: 'text' })
  key!: string;

  @Column({ type: 'bigint' })
  version!: string;

  @Column({ type: 'text' })
  value!: string;

  /** The user, tenant or key that the cache entry describes; empty in rows of an earlier version. */
  @Column({ type: 'text', default: '' })
  subject!: string;

  /** The change ended something, and may be missing in the cache. A repeated call writes it first. */
  @Column({ type: 'boolean', default: false })
  pending!: boolean;

  /**
   * The change ended something. It is true unless the writer says otherwise: a row of an earlier version is told once too
   * often, and is not missed.
   */
  @Column({ type: 'boolean', default: true })
  ends!: boolean;

  /** The tenants whose keys hear of it; null in rows of an earlier version, which did not say. */
  @Column({ type: 'uuid', array: true, nullable: true })
  tenants!: string[] | null;

  /** The transaction's id, by which a reader knows which changes it cannot have seen yet. */
  @Index()
  @Column({ type: 'bigint' })
  xact!: string;

  @Index()
  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;
}
