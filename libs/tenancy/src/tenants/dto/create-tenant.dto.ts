import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import { TenantDescription, TenantName } from './tenant-text.decorator.js';

export class CreateTenantDto {
  @ApiProperty({ minLength: 1, maxLength: 200, example: 'Acme' })
  @TenantName()
  name!: string;

  @ApiProperty({ format: 'uuid', description: 'An active user, who becomes a member with the role TENANT_OWNER', example: '8f14e45f-ceea-4e7a-9c3d-1b2a3c4d5e6f' })
  @IsUUID()
  owner_id!: string;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 2000, example: 'Anvils and more' })
  @IsOptional()
  @TenantDescription()
  description?: string | null;
}
