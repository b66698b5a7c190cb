import type { ServiceKeyId, TenantId, UserId } from '@authengine/kernel';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** An API key of an internal service: of the whole platform, or of one tenant alone. */
@Entity('service_keys')
@Unique(['keyHash'])
@Index(['tenantId'])
@Index(['createdAt', 'id'])
@Check('service_keys_permissions_check', 'cardinality(permissions) > 0')
@Check('service_keys_allowed_addresses_check', 'cardinality(allowed_addresses) > 0')
@Check('service_keys_required_permissions_check', 'cardinality(required_permissions) > 0')
export class ServiceKey {
  @PrimaryColumn({ type: 'uuid' })
  id!: ServiceKeyId;

  @Column({ type: 'text' })
  serviceName!: string;

  /** The first characters of the key, by which people tell keys apart. */
  @Column({ type: 'text' })
  keyPrefix!: string;

  /** SHA-256 of the key, which itself is nowhere. */
  @Column({ type: 'bytea' })
  keyHash!: Buffer;

  /** A key of a tenant goes with its tenant; it never turns into one of the platform. */
  @Column({ type: 'uuid', nullable: true })
  @ForeignKey('Tenant', { onDelete: 'CASCADE' })
  tenantId!: TenantId | null;

  @Column({ type: 'uuid', nullable: true })
  @ForeignKey('User', { onDelete: 'SET NULL' })
  createdBy!: UserId | null;

  @Column({ type: 'timestamptz', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  expiresAt!: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  revokedAt!: Date | null;

  /** The permissions that the key is told of; null for all. Never changed: it is part of what copies say of a key. */
  @Column({ type: 'text', array: true, nullable: true })
  permissions!: string[] | null;

  /** The addresses and ranges that the key may be used from; null for any. Never changed either. */
  @Column({ type: 'text', array: true, nullable: true })
  allowedAddresses!: string[] | null;

  /** What a user must be allowed to be let through by forward authentication with this key; null for nothing. Never changed either. */
  @Column({ type: 'text', array: true, nullable: true })
  requiredPermissions!: string[] | null;

  /** Right to the minute or so; nothing rests on it. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  lastUsedAt!: Date | null;
}
