import { PageQuery } from '@authengine/contracts';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';

export class RolesQuery extends PageQuery {
  @ApiPropertyOptional({ description: "A part of the role's name, in upper or lower case", example: 'support', maxLength: 64 })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  q?: string;
}
