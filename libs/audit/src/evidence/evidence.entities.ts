import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { AuditEntryJson } from '../entry/audit-entry.js';
import type { ByField } from './leaf/personal-fields.js';

/** A Merkle log: the platform's, which has every entry, or a tenant's. */
@Entity('audit_logs')
export class AuditLogRow {
  @PrimaryColumn({ type: 'text' })
  log!: string;

  /** Its name in checkpoints and leaves; it stays when APP_URL changes. */
  @Column({ type: 'text' })
  origin!: string;

  @Column({ type: 'bigint', default: 0 })
  size!: string;

  /** The roots of its complete subtrees, for the next append. */
  @Column({ type: 'bytea' })
  peaks!: Buffer;

  /** Entries from before are in no log. */
  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  begunAt!: Date;
}

/** An entry's place in the platform's log and in its tenant's, with its leaves there. */
@Entity('audit_places')
@Unique(['platformIndex'])
@Unique(['tenantLog', 'tenantIndex'])
@Index('audit_places_expired_by_idx', ['expiredBy'], { where: 'expired_by IS NOT NULL' })
export class AuditPlaceRow {
  @PrimaryColumn({ type: 'uuid' })
  entryId!: string;

  @Column({ type: 'bigint' })
  platformIndex!: string;

  @Column({ type: 'bytea' })
  platformLeaf!: Buffer;

  @Column({ type: 'text', nullable: true })
  tenantLog!: string | null;

  @Column({ type: 'bigint', nullable: true })
  tenantIndex!: string | null;

  @Column({ type: 'bytea', nullable: true })
  tenantLeaf!: Buffer | null;

  @Column({ type: 'jsonb' })
  digests!: ByField;

  @Column({ type: 'jsonb' })
  salts!: ByField;

  /** The expiry with which the entry went; its leaf stays. */
  @Column({ type: 'uuid', nullable: true })
  expiredBy!: string | null;
}

/** A subtree's root, at every eighth level; it never changes. */
@Entity('audit_nodes')
export class AuditNodeRow {
  @PrimaryColumn({ type: 'text' })
  log!: string;

  @PrimaryColumn({ type: 'smallint' })
  level!: number;

  @PrimaryColumn({ type: 'bigint' })
  index!: string;

  @Column({ type: 'bytea' })
  hash!: Buffer;
}

/** An entry that a node of an older version has shipped, and that waits for its place. A trigger writes it. */
@Entity('audit_unplaced')
export class AuditUnplacedRow {
  @PrimaryColumn({ type: 'bigint' })
  seq!: string;

  @Column({ type: 'uuid' })
  id!: string;

  @Column({ type: 'jsonb' })
  entry!: AuditEntryJson;
}

@Entity('audit_checkpoints')
@Unique(['log', 'size'])
@Index('audit_checkpoints_unfiled_idx', ['seq'], { where: 'NOT in_file' })
@Index('audit_checkpoints_unsent_idx', ['seq'], { where: 'NOT sent' })
@Index('audit_checkpoints_unbucketed_idx', ['seq'], { where: 'NOT in_bucket' })
export class AuditCheckpointRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  seq!: string;

  @Column({ type: 'text' })
  log!: string;

  @Column({ type: 'bigint' })
  size!: string;

  @Column({ type: 'bytea' })
  root!: Buffer;

  /** The signed note; cosignatures of witnesses are added at its end. */
  @Column({ type: 'text' })
  note!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  /** Whether it is in the anchor file. */
  @Column({ type: 'boolean', default: false })
  inFile!: boolean;

  /** Whether the anchor endpoint has it. */
  @Column({ type: 'boolean', default: false })
  sent!: boolean;

  /** Whether it is in the anchors' bucket. */
  @Column({ type: 'boolean', default: false })
  inBucket!: boolean;
}

/** Somebody outside of the database who holds the log to its past: an anchor, or a witness. */
@Entity('audit_keepers')
export class AuditKeeperRow {
  @PrimaryColumn({ type: 'text' })
  name!: string;

  /** In the future while a node deals with this keeper. If the node dies, another does then. */
  @Column({ type: 'timestamptz', precision: 3 })
  leasedUntil!: Date;

  /** How many entries the last checkpoint had that a witness cosigned. */
  @Column({ type: 'bigint', nullable: true })
  cosignedSize!: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  cosignedAt!: Date | null;
}

@Entity('audit_signing_keys')
export class AuditSigningKeyRow {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /** Ed25519, in base64, for people to read; what counts is in `sealed`. */
  @Column({ type: 'text' })
  publicKey!: string;

  /** The public half, and the private one until the key is retired; sealed, so that nobody puts in a key of their own. */
  @Column({ type: 'text' })
  sealed!: string;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  retiredAt!: Date | null;
}
