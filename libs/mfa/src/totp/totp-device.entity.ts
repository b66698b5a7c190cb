import type { UserId } from '@authengine/kernel';
import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';

/** A user has at most one confirmed device, and at most one that is still to be confirmed. */
@Entity('totp_devices')
@Unique(['userId', 'state'])
@Check('totp_devices_state_check', "state IN ('pending', 'confirmed')")
export class TotpDevice {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  @ForeignKey('User', { onDelete: 'CASCADE' })
  userId!: UserId;

  @Column({ type: 'text' })
  state!: 'pending' | 'confirmed';

  /** Sealed for `totp:<id>`. */
  @Column({ type: 'text' })
  sealedSecret!: string;

  /** The time step of the last accepted code: that code and all older ones are used up. */
  @Column({ type: 'bigint', nullable: true })
  lastStep!: string | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  confirmedAt!: Date | null;
}
