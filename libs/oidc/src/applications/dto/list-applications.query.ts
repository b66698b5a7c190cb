import { PageQuery } from '@authengine/contracts';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, Length } from 'class-validator';
import { APPLICATION_STATUSES, APPLICATION_TYPES, type ApplicationStatus, type ApplicationType } from '../application.entity.js';

export class ListApplicationsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Part of the name, in whatever case', example: 'shop' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  q?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Applications of this tenant' })
  @IsOptional()
  @IsUUID()
  tenant_id?: string;

  @ApiPropertyOptional({ enum: APPLICATION_STATUSES })
  @IsOptional()
  @IsIn(APPLICATION_STATUSES)
  status?: ApplicationStatus;

  @ApiPropertyOptional({ enum: APPLICATION_TYPES })
  @IsOptional()
  @IsIn(APPLICATION_TYPES)
  type?: ApplicationType;
}
