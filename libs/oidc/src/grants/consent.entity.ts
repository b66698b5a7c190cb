import type { ApplicationId, UserId } from '@authengine/kernel';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** What a user has agreed to for an application, until it is withdrawn. */
@Entity('oidc_consents')
@Index(['applicationId'])
export class Consent {
  @PrimaryColumn({ type: 'uuid' })
  @ForeignKey('User', { onDelete: 'CASCADE' })
  userId!: UserId;

  @PrimaryColumn({ type: 'uuid' })
  @ForeignKey('Application', { onDelete: 'CASCADE' })
  applicationId!: ApplicationId;

  @Column({ type: 'text', array: true })
  scopes!: string[];

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  updatedAt!: Date;
}
