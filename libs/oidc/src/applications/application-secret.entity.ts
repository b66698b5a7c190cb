import type { ApplicationId, UserId } from '@authengine/kernel';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** A secret by which an application authenticates. Two may live at once, so that it can be replaced without a pause. */
@Entity('application_secrets')
@Index(['applicationId'])
@Unique(['secretHash'])
export class ApplicationSecret {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  @ForeignKey('Application', { onDelete: 'CASCADE' })
  applicationId!: ApplicationId;

  /** The first characters, by which people tell secrets apart. */
  @Column({ type: 'text' })
  secretPrefix!: string;

  /** A digest of the secret, which itself is nowhere. */
  @Column({ type: 'bytea' })
  secretHash!: Buffer;

  @Column({ type: 'uuid', nullable: true })
  @ForeignKey('User', { onDelete: 'SET NULL' })
  createdBy!: UserId | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
