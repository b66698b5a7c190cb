import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';

/** The place of an entry in the order in which entries entered the store. It says nothing personal, so no erasure concerns it. */
@Entity('audit_feed')
@Unique(['entryId'])
@Index(['tenantId', 'position'])
export class AuditFeedRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  position!: string;

  @Column({ type: 'uuid' })
  entryId!: string;

  @Column({ type: 'text', nullable: true })
  tenantId!: string | null;

  @Column({ type: 'text' })
  action!: string;
}

/** One row: what the feed may have lost. A trigger writes it when rows of the feed are deleted. */
@Entity('audit_feed_horizon')
export class AuditFeedHorizonRow {
  @PrimaryColumn({ type: 'smallint' })
  id!: number;

  /** The highest position that was ever pruned; 0 when none was. */
  @Column({ type: 'bigint' })
  prunedUpTo!: string;
}
