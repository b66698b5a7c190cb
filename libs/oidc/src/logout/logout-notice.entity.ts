import type { ApplicationId, GrantId, SessionId, UserId } from '@authengine/kernel';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An application has still to be told that a user is signed out. It outlives grant, session, user and application. */
@Entity('oidc_logout_notices')
@Index(['nextTryAt'])
export class LogoutNotice {
  @PrimaryColumn({ type: 'uuid' })
  grantId!: GrantId;

  @Column({ type: 'uuid' })
  applicationId!: ApplicationId;

  /** The `sid` of its ID tokens. */
  @Column({ type: 'uuid' })
  sessionId!: SessionId;

  @Column({ type: 'uuid' })
  userId!: UserId;

  /** Where the application wanted to be told when it was written. */
  @Column({ type: 'text' })
  uri!: string;

  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  nextTryAt!: Date;
}
