import { PageQuery } from '@authengine/contracts';
import { USER_STATUSES, type UserStatus } from '@authengine/directory';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUUID, Length } from 'class-validator';

export class UserListQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'ada', maxLength: 100, description: 'Part of the address, the name or the username, in any case (one or two letters: their beginning); or the id' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  q?: string;

  @ApiPropertyOptional({ enum: USER_STATUSES, example: 'ACTIVE' })
  @IsOptional()
  @IsIn(USER_STATUSES)
  status?: UserStatus;

  @ApiPropertyOptional({ example: 'TENANT_OWNER', maxLength: 100, description: 'The exact name of a role that the users hold somewhere' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  role?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The tenant of the users' })
  @IsOptional()
  @IsUUID()
  tenant_id?: string;
}
