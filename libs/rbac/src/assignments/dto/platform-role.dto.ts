import { RoleDto } from '@authengine/identity';
import { ApiProperty } from '@nestjs/swagger';

export class PlatformRoleDto extends RoleDto {
  @ApiProperty({ description: 'What the role allows, on the platform and in every tenant', type: [String], example: ['platform.users.view', 'tenant.view'] })
  permissions!: string[];
}
