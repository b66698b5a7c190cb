import type { ApplicationId, GrantId, SessionId, UserId } from '@authengine/kernel';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

export type GrantEndReason = 'withdrawn' | 'logout' | 'revoked_by_application' | 'refresh_token_reused' | 'code_reused' | 'application_narrowed';

/** What an application was given in one session of a user; all its tokens hang on it. */
@Entity('oidc_grants')
@Index(['userId', 'applicationId'])
@Index(['applicationId'])
@Index(['sessionId'])
export class Grant {
  @PrimaryColumn({ type: 'uuid' })
  id!: GrantId;

  @Column({ type: 'uuid' })
  @ForeignKey('User', { onDelete: 'CASCADE' })
  userId!: UserId;

  @Column({ type: 'uuid' })
  @ForeignKey('Application', { onDelete: 'CASCADE' })
  applicationId!: ApplicationId;

  @Column({ type: 'uuid' })
  @ForeignKey('Session', { onDelete: 'CASCADE' })
  sessionId!: SessionId;

  /** The scopes, in the protocol library's words. */
  @Column({ type: 'jsonb' })
  payload!: Record<string, unknown>;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  endedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  endReason!: GrantEndReason | null;
}
