import { ApiProperty } from '@nestjs/swagger';
import { PermissionDto, toPermissionDto } from '../../permissions/dto/permission.dto.js';
import { RoleWithPermissionsDto, toRoleWithPermissionsDto } from '../../roles/dto/role-with-permissions.dto.js';
import type { Matrix, MatrixMember } from '../permission-matrix.js';

export class MatrixMemberDto {
  @ApiProperty({ format: 'uuid', example: '8f14e45f-ceea-4e7a-9c3d-1b2a3c4d5e6f' }) user_id!: string;
  @ApiProperty({ type: String, nullable: true, example: 'ada@example.com' }) email!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'Ada' }) first_name!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'Lovelace' }) last_name!: string | null;
  @ApiProperty({ example: 'ACTIVE' }) status!: string;
  @ApiProperty({ type: [String], description: 'The roles held in this tenant', example: ['TENANT_MANAGER'] }) roles!: string[];
  @ApiProperty({ type: [String], description: 'The permissions of the user in this tenant, from all roles; empty while the user cannot act, or lacks the second factor that the tenant demands', example: ['tenant.view', 'tenant.users.view'] }) permissions!: string[];
}

export class MatrixDto {
  @ApiProperty({ format: 'uuid', example: '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10' }) tenant_id!: string;
  @ApiProperty({ type: [PermissionDto], description: 'The columns' }) permissions!: PermissionDto[];
  @ApiProperty({ type: [RoleWithPermissionsDto], description: 'The roles that the members of this page hold' }) roles!: RoleWithPermissionsDto[];
  @ApiProperty({ type: [MatrixMemberDto], description: 'A page of members, the oldest first' }) members!: MatrixMemberDto[];
}

export function toMatrixDto(tenantId: string, { permissions, roles }: Matrix, members: readonly MatrixMember[]): MatrixDto {
  return { tenant_id: tenantId, permissions: permissions.map(toPermissionDto), roles: roles.map(toRoleWithPermissionsDto), members: members.map(toMatrixMemberDto) };
}

function toMatrixMemberDto(member: MatrixMember): MatrixMemberDto {
  const { userId, email, firstName, lastName, status, roleNames, permissions } = member;
  return { user_id: userId, email, first_name: firstName, last_name: lastName, status, roles: [...roleNames], permissions: [...permissions] };
}
