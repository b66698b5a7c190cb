import type { ServiceKeyId, TenantId, UserId } from '@authengine/kernel';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** An API key of an internal service, for the whole platform or for one tenant. */
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

  /** The first characters of the key, so that people can tell keys apart. */
  @Column({ type: 'text' })
  keyPrefix!: string;

  /** SHA-256 of the key. The key itself is not stored. */
  @Column({ type: 'bytea' })
  keyHash!: Buffer;

  /** A tenant's key is deleted with the tenant. It never becomes a key of the platform. */
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

  /** The permissions that the key may see; null for all. They never change, because cache entries contain them. */
  @Column({ type: 'text', array: true, nullable: true })
  permissions!: string[] | null;

  /** The addresses and ranges where the key may be used; null for any. They never change either. */
  @Column({ type: 'text', array: true, nullable: true })
  allowedAddresses!: string[] | null;

  /** The permissions that forward authentication with this key demands of a user; null for none. They never change either. */
  @Column({ type: 'text', array: true, nullable: true })
  requiredPermissions!: string[] | null;

  /** Exact to about a minute. No decision uses it. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  lastUsedAt!: Date | null;
}
