import type { AuthStrategy } from '@authengine/contracts';
import type { SessionId, TenantId, UserId } from '@authengine/kernel';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { RefreshTransport } from '../refresh-cookie/refresh-transport.js';

export type SessionEndReason =
  | 'logout' | 'ended_by_user' | 'refresh_token_reused' | 'too_many_sessions' | 'password_changed' | 'second_factor_changed' | 'address_proven' | 'disowned'
  | 'user_suspended' | 'user_deleted' | 'ended_by_admin' | 'tenant_ended';

@Entity('sessions')
@Check('sessions_refresh_transport_check', `refresh_transport IN ('body', 'cookie')`)
@Index('sessions_live_idx', ['userId', 'createdAt'], { where: 'ended_at IS NULL' })
@Index(['userId', 'createdAt'])
@Index(['tenantId'])
@Index(['createdAt'])
export class Session {
  @PrimaryColumn({ type: 'uuid' })
  id!: SessionId;

  @Column({ type: 'uuid' })
  @ForeignKey('User', { onDelete: 'CASCADE' })
  userId!: UserId;

  /** The active tenant. */
  @Column({ type: 'uuid', nullable: true })
  @ForeignKey('Tenant', { onDelete: 'SET NULL' })
  tenantId!: TenantId | null;

  @Column({ type: 'text' })
  authStrategy!: AuthStrategy;

  /** The number of the current refresh token. The token itself is not stored. */
  @Column({ type: 'bigint', default: 0 })
  refreshCounter!: string;

  /** Chosen when it begins. Its refresh tokens never come in another way. */
  @Column({ type: 'text', default: 'body' })
  refreshTransport!: RefreshTransport;

  @Column({ type: 'timestamptz', precision: 3 })
  rotatedAt!: Date;

  /** When the user last proved who they are; sensitive acts demand a recent login. */
  @Column({ type: 'timestamptz', precision: 3 })
  authenticatedAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  lastSeenAt!: Date;

  /** Every refresh moves it. */
  @Column({ type: 'timestamptz', precision: 3 })
  idleExpiresAt!: Date;

  /** Nothing moves it. */
  @Column({ type: 'timestamptz', precision: 3 })
  expiresAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  endedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  endReason!: SessionEndReason | null;

  @Column({ type: 'text', nullable: true })
  ipAddress!: string | null;

  @Column({ type: 'text', nullable: true })
  userAgent!: string | null;
}
