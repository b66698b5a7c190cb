import { PageQuery } from '@authengine/contracts';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';

export class ListPermissionsQuery extends PageQuery {
  @ApiPropertyOptional({ description: "A part of the permission's name", example: 'invoices', maxLength: 100 })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  q?: string;
}
