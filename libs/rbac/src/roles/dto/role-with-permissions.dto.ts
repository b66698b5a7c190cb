import { RoleDto } from '@authengine/directory';
import { ApiProperty } from '@nestjs/swagger';
import type { HoldingRole } from '../roles.js';

export class RoleWithPermissionsDto extends RoleDto {
  @ApiProperty({ type: [String], example: ['tenant.view', 'tenant.users.view'] }) permissions!: string[];
  @ApiProperty({ description: 'Built-in roles are the same everywhere and cannot be changed', example: false }) built_in!: boolean;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The tenant of the role; null for a role that all tenants share', example: null }) tenant_id!: string | null;
}

export function toRoleWithPermissionsDto({ role, permissions }: HoldingRole): RoleWithPermissionsDto {
  const { id, name, description, scope, level, createdAt, builtIn, tenantId } = role;
  return { id, name, description, scope, level, created_at: createdAt.toISOString(), permissions: [...permissions], built_in: builtIn, tenant_id: tenantId };
}
