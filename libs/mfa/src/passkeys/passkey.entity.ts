import type { UserId } from '@authengine/kernel';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** A credential record (WebAuthn level 3, section 4). */
@Entity('passkeys')
@Unique(['credentialId'])
@Index(['userId'])
export class Passkey {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  @ForeignKey('User', { onDelete: 'CASCADE' })
  userId!: UserId;

  @Column({ type: 'bytea' })
  credentialId!: Buffer;

  /** A COSE key. */
  @Column({ type: 'bytea' })
  publicKey!: Buffer;

  /** The count of the last accepted signature; stays 0 for authenticators that do not count. */
  @Column({ type: 'bigint' })
  signCount!: string;

  @Column({ type: 'text', array: true })
  transports!: string[];

  /** Whether it can be on several devices; this never changes. */
  @Column({ type: 'boolean' })
  backupEligible!: boolean;

  @Column({ type: 'boolean' })
  backedUp!: boolean;

  @Column({ type: 'text' })
  deviceName!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  lastUsedAt!: Date | null;
}
