import { PageQuery, type PermissionScope } from '@authengine/contracts';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';

export class PlatformRolesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['PLATFORM', 'TENANT'], default: 'PLATFORM', description: 'Roles of the platform, or those that all tenants share' })
  @IsIn(['PLATFORM', 'TENANT'])
  scope: PermissionScope = 'PLATFORM';
}
