import type { ApplicationId, GrantId, SessionId } from '@authengine/kernel';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A code, token, session cookie or request of the protocol. Its id is a secret, so only a digest is here; the rest is sealed. */
@Entity('oidc_artefacts')
@Index(['grantId'])
@Index(['applicationId'])
@Index(['sessionId'])
@Index(['lookupHash'])
@Index(['expiresAt'])
export class Artefact {
  @PrimaryColumn({ type: 'text' })
  kind!: string;

  @PrimaryColumn({ type: 'bytea' })
  idHash!: Buffer;

  @Column({ type: 'uuid', nullable: true })
  grantId!: GrantId | null;

  @Column({ type: 'uuid', nullable: true })
  @ForeignKey('Application', { onDelete: 'CASCADE' })
  applicationId!: ApplicationId | null;

  /** The session that the browser is signed in to. */
  @Column({ type: 'uuid', nullable: true })
  @ForeignKey('Session', { onDelete: 'CASCADE' })
  sessionId!: SessionId | null;

  /** The digest of another name by which it is found: a device's user code, a browser session's stable id. */
  @Column({ type: 'bytea', nullable: true })
  lookupHash!: Buffer | null;

  @Column({ type: 'text' })
  sealedPayload!: string;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  consumedAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3 })
  expiresAt!: Date;
}
