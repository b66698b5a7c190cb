import type { TenantId, UserId } from '@authengine/kernel';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** Why the service itself stopped a webhook. */
export type DisabledReason = 'failures';

/** A URL that is told of events as they enter the audit log: those of one tenant, or of the whole platform. */
@Entity('webhooks')
@Index(['tenantId'])
export class Webhook {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /** A tenant's webhook is told of that tenant's events, and is deleted with the tenant. */
  @Column({ type: 'uuid', nullable: true })
  @ForeignKey('Tenant', { onDelete: 'CASCADE' })
  tenantId!: TenantId | null;

  @Column({ type: 'text' })
  url!: string;

  /** See `isTold`. */
  @Column({ type: 'text', array: true })
  events!: string[];

  @Column({ type: 'text', nullable: true })
  description!: string | null;

  @Column({ type: 'boolean' })
  enabled!: boolean;

  @Column({ type: 'text', nullable: true })
  disabledReason!: DisabledReason | null;

  @Column({ type: 'text' })
  sealedSecret!: string;

  /** The secret before the last rotation; messages are signed with both until `previousSecretUntil`. */
  @Column({ type: 'text', nullable: true })
  previousSealedSecret!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  previousSecretUntil!: Date | null;

  /** The place in the feed up to which deliveries are queued. */
  @Column({ type: 'bigint' })
  position!: string;

  /** In the future while a node works on the webhook. If the node dies, another takes over then. */
  @Column({ type: 'timestamptz', precision: 3 })
  leasedUntil!: Date;

  /** In the future for a pause after a failure. */
  @Column({ type: 'timestamptz', precision: 3 })
  pausedUntil!: Date;

  /** In a row, up to now. */
  @Column({ type: 'integer', default: 0 })
  failures!: number;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  failingSince!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  lastSuccessAt!: Date | null;

  @Column({ type: 'uuid', nullable: true })
  @ForeignKey('User', { onDelete: 'SET NULL' })
  createdBy!: UserId | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  updatedAt!: Date;
}
