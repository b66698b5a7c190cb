import { PageQuery } from '@authengine/contracts';
import { TENANT_STATUSES, type TenantStatus, type TenantType } from '@authengine/directory';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, Length } from 'class-validator';

export class ListTenantsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'A part of the name, in upper or lower case', example: 'acm' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  q?: string;

  @ApiPropertyOptional({ enum: TENANT_STATUSES })
  @IsOptional()
  @IsIn(TENANT_STATUSES)
  status?: TenantStatus;

  @ApiPropertyOptional({ enum: ['PLATFORM', 'CUSTOMER'] })
  @IsOptional()
  @IsIn(['PLATFORM', 'CUSTOMER'])
  type?: TenantType;

  @ApiPropertyOptional({ format: 'uuid', description: 'The owner of the tenants' })
  @IsOptional()
  @IsUUID()
  owner_id?: string;
}
