import { PageQuery } from '@authengine/contracts';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, Length } from 'class-validator';
import { SERVICE_KEY_STATUSES, type ServiceKeyStatus } from './service-key.dto.js';

export class ListServiceKeysQuery extends PageQuery {
  @ApiPropertyOptional({ description: "Part of the service's name, in whatever case", example: 'bill' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  q?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Keys of this tenant' })
  @IsOptional()
  @IsUUID()
  tenant_id?: string;

  @ApiPropertyOptional({ enum: SERVICE_KEY_STATUSES })
  @IsOptional()
  @IsIn(SERVICE_KEY_STATUSES)
  status?: ServiceKeyStatus;
}
