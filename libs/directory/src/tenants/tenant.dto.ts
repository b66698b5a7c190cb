import { BrandingDto } from '@authengine/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { TENANT_STATUSES, type Tenant, type TenantStatus, type TenantType } from './tenant.entity.js';

/** A tenant as the API shows it. */
export class TenantDto {
  @ApiProperty({ format: 'uuid', example: '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10' }) id!: string;
  @ApiProperty({ example: 'Acme' }) name!: string;
  @ApiPropertyOptional({ type: String, nullable: true, example: 'Anvils and more' }) description!: string | null;
  @ApiProperty({ enum: ['PLATFORM', 'CUSTOMER'], example: 'CUSTOMER' }) type!: TenantType;
  @ApiProperty({ enum: TENANT_STATUSES, example: 'ACTIVE' }) status!: TenantStatus;
  @ApiProperty({ description: 'Whether members need a second factor to act here', example: false }) require_mfa!: boolean;
  @ApiProperty({ type: BrandingDto, nullable: true, description: 'How the pages look on which people sign in for it; null: as the settings say', example: null }) branding!: BrandingDto | null;
  @ApiProperty({ format: 'uuid', example: '8f14e45f-ceea-4e7a-9c3d-1b2a3c4d5e6f' }) owner_id!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null when that user is gone', example: '8f14e45f-ceea-4e7a-9c3d-1b2a3c4d5e6f' }) created_by!: string | null;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' }) created_at!: string;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' }) updated_at!: string;
}

export function toTenantDto(tenant: Tenant): TenantDto {
  return {
    id: tenant.id,
    name: tenant.name,
    description: tenant.description,
    type: tenant.type,
    status: tenant.status,
    require_mfa: tenant.requireMfa,
    branding: tenant.branding,
    owner_id: tenant.ownerId,
    created_by: tenant.createdBy,
    created_at: tenant.createdAt.toISOString(),
    updated_at: tenant.updatedAt.toISOString(),
  };
}
