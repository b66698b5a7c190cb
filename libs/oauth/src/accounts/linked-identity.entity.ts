import type { UserId } from '@authengine/kernel';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { ProviderName } from '../providers/provider-name.js';

/** An identity at a provider by which a user signs in. The provider's tokens are not stored. */
@Entity('linked_identities')
@Unique(['provider', 'issuer', 'subject'])
@Index(['userId'])
export class LinkedIdentity {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  @ForeignKey('User', { onDelete: 'CASCADE' })
  userId!: UserId;

  @Column({ type: 'text' })
  provider!: ProviderName;

  @Column({ type: 'text' })
  issuer!: string;

  @Column({ type: 'text' })
  subject!: string;

  /** The provider's newest data, so that people can tell their accounts apart. No decision uses it. */
  @Column({ type: 'text', nullable: true })
  providerEmail!: string | null;

  @Column({ type: 'text', nullable: true })
  providerName!: string | null;

  @Column({ type: 'text', nullable: true })
  providerAvatarUrl!: string | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  lastUsedAt!: Date;
}
