import type { ApplicationId, GrantId, SessionId, TenantId, UserId } from '@authengine/kernel';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

export type GrantEndReason = 'withdrawn' | 'logout' | 'revoked_by_application' | 'refresh_token_reused' | 'code_reused' | 'application_narrowed' | 'left_organization' | 'organization_ended';

/** What an application was given in one session of a user; all its tokens hang on it. */
@Entity('oidc_grants')
@Index(['userId', 'applicationId'])
@Index(['applicationId'])
@Index(['sessionId'])
@Index(['tenantId'])
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

  /** The organization that the user chose; it never changes, since tokens say it. */
  @Column({ type: 'uuid', nullable: true })
  @ForeignKey('Tenant', { onDelete: 'CASCADE' })
  tenantId!: TenantId | null;

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
