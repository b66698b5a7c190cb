import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { PublicJwk, SigningAlg } from './key-pair.js';

export type SigningKeyState = 'NEXT' | 'CURRENT' | 'PREVIOUS';

/** A key that signs what applications are given. The private part is sealed. */
@Entity('signing_keys')
@Index('signing_keys_state_key', ['state'], { unique: true, where: "state <> 'PREVIOUS'" })
export class SigningKey {
  /** The thumbprint of the public key (RFC 7638). */
  @PrimaryColumn({ type: 'text' })
  kid!: string;

  @Column({ type: 'text' })
  alg!: SigningAlg;

  @Column({ type: 'text' })
  state!: SigningKeyState;

  @Column({ type: 'jsonb' })
  publicJwk!: PublicJwk;

  @Column({ type: 'text' })
  sealedPrivateJwk!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  currentSince!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  retiredAt!: Date | null;
}
