import type { AuthStrategy } from '@authengine/contracts';
import type { UserId } from '@authengine/kernel';
import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

export const USER_STATUSES = ['ACTIVE', 'INACTIVE', 'SUSPENDED', 'PENDING_VERIFICATION'] as const;
export type UserStatus = (typeof USER_STATUSES)[number];

@Entity('users')
@Check('users_status_check', "status IN ('ACTIVE', 'INACTIVE', 'SUSPENDED', 'PENDING_VERIFICATION')")
@Index(['createdAt', 'id'])
@Index(['status', 'createdAt', 'id'])
@Index('users_deletion_requested_at_idx', ['deletionRequestedAt'], { where: 'deletion_requested_at IS NOT NULL' })
@Index('users_pending_email_idx', ['pendingEmail'], { where: 'pending_email IS NOT NULL' })
@Unique(['email'])
@Unique(['username'])
export class User {
  @PrimaryColumn({ type: 'uuid' })
  id!: UserId;

  /** Canonical. Proven, or being proven; null while the address of a social account is unproven. */
  @Column({ type: 'text', nullable: true })
  email!: string | null;

  @Column({ type: 'text', nullable: true })
  pendingEmail!: string | null;

  /** Canonical: in lower case. */
  @Column({ type: 'text', nullable: true })
  username!: string | null;

  @Column({ type: 'text', nullable: true })
  phoneNumber!: string | null;

  @Column({ type: 'text', nullable: true })
  firstName!: string | null;

  @Column({ type: 'text', nullable: true })
  lastName!: string | null;

  @Column({ type: 'text', nullable: true })
  avatarUrl!: string | null;

  @Column({ type: 'text' })
  status!: UserStatus;

  /** True when an administrator made the user INACTIVE, and not only the user's own wish to be deleted. */
  @Column({ type: 'boolean', default: false })
  deactivated!: boolean;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  emailVerifiedAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  phoneVerifiedAt!: Date | null;

  @Column({ type: 'boolean', default: false })
  mfaEnabled!: boolean;

  /** The ways to sign in that this user has set up. */
  @Column({ type: 'text', array: true, default: () => "'{}'" })
  authStrategies!: AuthStrategy[];

  /** Rises with every change of the user, their roles or their memberships. */
  @Column({ type: 'bigint', default: 1 })
  version!: string;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  updatedAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  lastLoginAt!: Date | null;

  /**
   * When the user asked to be deleted. The user is INACTIVE from then on, and deleted when the time to reconsider is
   * over.
   */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  deletionRequestedAt!: Date | null;
}
