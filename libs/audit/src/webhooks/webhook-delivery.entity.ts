import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** One message to one webhook, and how its last attempt went. The message itself is in the audit log. */
@Entity('webhook_deliveries')
@Check('webhook_deliveries_status_check', `status IN ('pending', 'delivered', 'failed')`)
@Unique(['webhookId', 'entryId'])
@Index('webhook_deliveries_due_idx', ['webhookId', 'nextAttemptAt'], { where: "status = 'pending'" })
@Index(['webhookId', 'queuedAt', 'id'])
@Index(['queuedAt'])
export class WebhookDelivery {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  @ForeignKey('Webhook', { onDelete: 'CASCADE' })
  webhookId!: string;

  /** The entry's place in the feed; null for a test. */
  @Column({ type: 'bigint', nullable: true })
  position!: string | null;

  /** Null for a test. */
  @Column({ type: 'uuid', nullable: true })
  entryId!: string | null;

  @Column({ type: 'text' })
  event!: string;

  @Column({ type: 'text' })
  status!: DeliveryStatus;

  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  /** Attempts end a time after this. */
  @Column({ type: 'timestamptz', precision: 3 })
  queuedAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  nextAttemptAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  lastAttemptAt!: Date | null;

  @Column({ type: 'integer', nullable: true })
  responseStatus!: number | null;

  /** The first characters of the receiver's answer. */
  @Column({ type: 'text', nullable: true })
  responseExcerpt!: string | null;

  /** Why the last attempt failed; see `DELIVERY_REASONS`. */
  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ type: 'integer', nullable: true })
  durationMs!: number | null;
}
