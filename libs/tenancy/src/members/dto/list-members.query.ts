import { PageQuery } from '@authengine/contracts';
import { USER_STATUSES, type UserStatus } from '@authengine/directory';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';

export class ListMembersQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Part of the address, the username or the name, in whatever case; one or two letters: their beginning', example: 'ada' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  q?: string;

  @ApiPropertyOptional({ description: 'Members who hold the role of this exact name in the tenant', example: 'TENANT_ADMIN' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  role?: string;

  @ApiPropertyOptional({ enum: USER_STATUSES, description: "The member's account" })
  @IsOptional()
  @IsIn(USER_STATUSES)
  status?: UserStatus;
}
