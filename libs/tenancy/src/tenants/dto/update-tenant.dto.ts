import { type BrandingDto, MaybeBranding, MayBeLeftOut } from '@authengine/contracts';
import { TENANT_STATUSES, type TenantStatus } from '@authengine/directory';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { TenantDescription, TenantName } from './tenant-text.decorator.js';

/** What a tenant says of itself: any subset; what is left out stays as it is. */
export class DescribeTenantDto {
  @ApiPropertyOptional({ minLength: 1, maxLength: 200, example: 'Acme' })
  @MayBeLeftOut()
  @TenantName()
  name?: string;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 2000, description: 'null clears it', example: null })
  @IsOptional()
  @TenantDescription()
  description?: string | null;

  @ApiPropertyOptional({ description: 'With true, members need a second factor from their next request on: without multi-factor authentication, and in a session that no passkey began, they may do nothing here until they set it up', example: true })
  @MayBeLeftOut()
  @IsBoolean()
  require_mfa?: boolean;

  @MaybeBranding('How the hosted pages look for whoever signs in for it, or is invited to it; anybody who has such a link sees it')
  branding?: BrandingDto | null;
}

/** Any subset; what is left out stays as it is. */
export class UpdateTenantDto extends DescribeTenantDto {
  @ApiPropertyOptional({ format: 'uuid', description: 'The new owner: gets TENANT_OWNER, and becomes a member if they are none', example: '8f14e45f-ceea-4e7a-9c3d-1b2a3c4d5e6f' })
  @MayBeLeftOut()
  @IsUUID()
  owner_id?: string;

  @ApiPropertyOptional({ enum: TENANT_STATUSES, description: 'With SUSPENDED nobody can act in the tenant, and the sessions in it end', example: 'SUSPENDED' })
  @MayBeLeftOut()
  @IsIn(TENANT_STATUSES)
  status?: TenantStatus;
}
