import type { PermissionScope } from '@authengine/contracts';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { RolesQuery } from './roles.query.js';

export class PlatformRolesQuery extends RolesQuery {
  @ApiPropertyOptional({ enum: ['PLATFORM', 'TENANT'], default: 'PLATFORM', description: 'Roles of the platform, or those that all tenants share' })
  @IsIn(['PLATFORM', 'TENANT'])
  scope: PermissionScope = 'PLATFORM';
}
