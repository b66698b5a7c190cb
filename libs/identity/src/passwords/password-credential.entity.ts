import type { UserId } from '@authengine/kernel';
import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

@Entity('password_credentials')
export class PasswordCredential {
  @PrimaryColumn({ type: 'uuid' })
  @ForeignKey('User', { onDelete: 'CASCADE' })
  userId!: UserId;

  /** In the format of crypto's PasswordHasher. */
  @Column({ type: 'text' })
  hash!: string;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  changedAt!: Date;
}
