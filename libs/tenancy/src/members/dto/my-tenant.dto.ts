import { RoleDto, TenantDto } from '@authengine/directory';
import { ApiProperty } from '@nestjs/swagger';

/** A tenant as one of its members sees it. */
export class MyTenantDto extends TenantDto {
  @ApiProperty({ type: [RoleDto], description: 'The roles of the signed-in user there' }) roles!: RoleDto[];
}

export class MyPermissionsDto {
  @ApiProperty({ format: 'uuid', example: '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10' }) tenant_id!: string;
  @ApiProperty({ type: [String], description: 'The permissions of the user there, also from platform roles; none in a suspended tenant', example: ['tenant.users.view', 'tenant.view'] }) permissions!: string[];
}
