import { ApiProperty } from '@nestjs/swagger';
import { RoleWithPermissionsDto, toRoleWithPermissionsDto } from '../../roles/dto/role-with-permissions.dto.js';
import type { MemberRole } from '../member-roles.js';

export class MemberRoleDto extends RoleWithPermissionsDto {
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The person who gave it; null when the product did, or when that user is gone', example: '8f14e45f-ceea-4e7a-9c3d-1b2a3c4d5e6f' }) assigned_by!: string | null;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' }) assigned_at!: string;
}

export function toMemberRoleDto({ assignment, ...holding }: MemberRole): MemberRoleDto {
  return { ...toRoleWithPermissionsDto(holding), assigned_by: assignment.assignedBy, assigned_at: assignment.createdAt.toISOString() };
}
