import { PageQuery } from '@authengine/contracts';
import { USER_STATUSES, type UserStatus } from '@authengine/directory';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';

export class ListMembersQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'A part of the address, the username or the name, in upper or lower case. One or two letters match only the beginning', example: 'ada' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  q?: string;

  @ApiPropertyOptional({ description: 'The exact name of a role that the members hold in the tenant', example: 'TENANT_ADMIN' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  role?: string;

  @ApiPropertyOptional({ enum: USER_STATUSES, description: "The member's account" })
  @IsOptional()
  @IsIn(USER_STATUSES)
  status?: UserStatus;
}
