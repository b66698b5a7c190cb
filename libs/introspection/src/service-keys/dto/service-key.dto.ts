import { ApiProperty } from '@nestjs/swagger';
import type { ServiceKey } from '../service-key.entity.js';

export const SERVICE_KEY_STATUSES = ['active', 'expired', 'revoked'] as const;
export type ServiceKeyStatus = (typeof SERVICE_KEY_STATUSES)[number];

/** A service key as the API shows it. */
export class ServiceKeyDto {
  @ApiProperty({ format: 'uuid', example: '1f0c2a84-5a0d-4a7e-9a63-0b8d5f6e7c21' }) id!: string;
  @ApiProperty({ example: 'billing' }) service_name!: string;
  @ApiProperty({ description: 'The first characters of the key', example: 'ae_sk_4f1d09ac' }) key_prefix!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The one tenant that the key may ask about; null for a key of the platform', example: null }) tenant_id!: string | null;
  @ApiProperty({ type: [String], nullable: true, description: 'The permissions that introspection shows to the key; null for all', example: null }) permissions!: string[] | null;
  @ApiProperty({ type: [String], nullable: true, description: 'The addresses and ranges where the key may be used; null for any', example: ['10.0.0.0/8'] }) allowed_addresses!: string[] | null;
  @ApiProperty({ type: [String], nullable: true, description: 'The permissions that forward authentication with the key demands of a user; null for none', example: null }) required_permissions!: string[] | null;
  @ApiProperty({ enum: SERVICE_KEY_STATUSES, example: 'active' }) status!: ServiceKeyStatus;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2030-01-01T00:00:00.000Z' }) expires_at!: string | null;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' }) created_at!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Exact to about a minute', example: '2026-01-16T08:00:00.000Z' }) last_used_at!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null }) revoked_at!: string | null;
}

/** A new key. This is the only answer that shows it. */
export class NewServiceKeyDto extends ServiceKeyDto {
  @ApiProperty({ description: 'The key itself. It is shown only now', example: `ae_sk_4f1d09ac${'0'.repeat(56)}` }) raw_key!: string;
}

export function toServiceKeyDto(key: ServiceKey, now: Date): ServiceKeyDto {
  return {
    id: key.id,
    service_name: key.serviceName,
    key_prefix: key.keyPrefix,
    tenant_id: key.tenantId,
    permissions: key.permissions,
    allowed_addresses: key.allowedAddresses,
    required_permissions: key.requiredPermissions,
    status: statusOf(key, now),
    expires_at: key.expiresAt?.toISOString() ?? null,
    created_at: key.createdAt.toISOString(),
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
    revoked_at: key.revokedAt?.toISOString() ?? null,
  };
}

function statusOf({ revokedAt, expiresAt }: ServiceKey, now: Date): ServiceKeyStatus {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
}
