import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A token of an application's own that was revoked before its time. */
@Entity('oidc_ended_tokens')
@Index(['expiresAt'])
export class EndedToken {
  @PrimaryColumn({ type: 'text' })
  tokenId!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  endedAt!: Date;

  @Column({ type: 'timestamptz', precision: 3 })
  expiresAt!: Date;
}
