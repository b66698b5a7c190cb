import { RoleDto, TenantDto } from '@authengine/directory';
import { ApiProperty } from '@nestjs/swagger';

/** A tenant as one of its members sees it. */
export class MyTenantDto extends TenantDto {
  @ApiProperty({ type: [RoleDto], description: 'What the signed-in user holds there' }) roles!: RoleDto[];
}

export class MyPermissionsDto {
  @ApiProperty({ format: 'uuid', example: '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10' }) tenant_id!: string;
  @ApiProperty({ type: [String], description: 'Platform roles count; none in a tenant that is suspended', example: ['tenant.users.view', 'tenant.view'] }) permissions!: string[];
}
