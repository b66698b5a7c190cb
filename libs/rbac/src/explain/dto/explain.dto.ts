import type { PermissionScope } from '@authengine/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, IsUUID, Length } from 'class-validator';
import { EXPLAINED_REASONS, OBSTACLES, type ExplainedRole, type Explanation, type Grant } from '../explanation.js';
import type { ExplainQuestion } from '../explain.service.js';

const USER_ID = '8f14e45f-ceea-4e7a-9c3d-1b2a3c4d5e6f';
const TENANT_ID = '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10';

export class ExplainDto {
  @ApiProperty({ format: 'uuid', example: USER_ID }) @IsUUID() user_id!: string;
  @ApiProperty({ example: 'tenant.users.manage', description: 'The exact name', maxLength: 100 }) @IsString() @Length(1, 100) permission!: string;
  @ApiPropertyOptional({ format: 'uuid', example: TENANT_ID, description: 'The tenant of the question; absent for the platform' }) @IsOptional() @IsUUID() tenant_id?: string;
}

export class ExplainedRoleDto {
  @ApiProperty({ format: 'uuid', example: '5b0f3c1e-6a51-4d3b-9a3e-0d6f7a3c9b11' }) id!: string;
  @ApiProperty({ example: 'TENANT_ADMIN' }) name!: string;
  @ApiProperty({ enum: ['PLATFORM', 'TENANT'], example: 'TENANT' }) scope!: PermissionScope;
  @ApiProperty({ type: 'integer', example: 50 }) level!: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The tenant of the role; null for a role that all tenants share', example: null }) tenant_id!: string | null;
}

export class ExplainedMembershipDto {
  @ApiProperty({ format: 'uuid', example: TENANT_ID }) tenant_id!: string;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' }) since!: string;
}

export class GrantDto {
  @ApiProperty({ enum: ['platform', 'tenant'], example: 'tenant', description: 'Platform roles count in every tenant' }) via!: 'platform' | 'tenant';
  @ApiProperty({ type: ExplainedMembershipDto, nullable: true, description: 'Null for a platform role that a tenant may not see, like the fields below' }) membership!: ExplainedMembershipDto | null;
  @ApiProperty({ type: ExplainedRoleDto, nullable: true }) role!: ExplainedRoleDto | null;
  @ApiProperty({ example: 'tenant.users.manage' }) permission!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null when the product gave it, or when that user is gone', example: USER_ID }) granted_by!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-01-15T09:30:00.000Z' }) granted_at!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The audit entry about it, if the log has one', example: '019460b4-2f60-7c3e-9d5a-5b1e7c0f2a11' }) audit_entry_id!: string | null;
}

export class RemedyDto {
  @ApiProperty({ type: ExplainedRoleDto }) role!: ExplainedRoleDto;
  @ApiProperty({ description: 'Whether you could give the role now', example: true }) you_could_grant!: boolean;
  @ApiProperty({ enum: OBSTACLES, type: String, nullable: true, description: 'The reason why you cannot give it: a permission that you lack, your level, or a user who is no member of the tenant', example: null }) obstacle!: string | null;
}

export class ExplanationDto {
  @ApiProperty({ example: true }) allowed!: boolean;
  @ApiProperty({ enum: EXPLAINED_REASONS, example: 'granted' }) reason!: string;
  @ApiProperty({ format: 'uuid', example: USER_ID }) user_id!: string;
  @ApiProperty({ example: 'tenant.users.manage' }) permission!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: TENANT_ID }) tenant_id!: string | null;
  @ApiProperty({ type: [GrantDto], description: 'Every way in which the user gets the permission there, also when something else refuses' }) chain!: GrantDto[];
  @ApiProperty({ type: [String], description: 'The missing permissions, when a role could help', example: [] }) missing!: string[];
  @ApiProperty({ type: [RemedyDto], description: 'The smallest roles that would allow it' }) would_allow!: RemedyDto[];
}

export function toExplanationDto({ userId, permission, tenantId }: ExplainQuestion, explanation: Explanation): ExplanationDto {
  return {
    allowed: explanation.allowed,
    reason: explanation.reason,
    user_id: userId,
    permission,
    tenant_id: tenantId,
    chain: explanation.chain.map((grant) => toGrantDto(grant, permission)),
    missing: [...explanation.missing],
    would_allow: explanation.remedies.map(({ role, obstacle }) => ({ role: toExplainedRoleDto(role), you_could_grant: obstacle === null, obstacle })),
  };
}

function toGrantDto(grant: Grant | null, permission: string): GrantDto {
  if (!grant) return { via: 'platform', membership: null, role: null, permission, granted_by: null, granted_at: null, audit_entry_id: null };
  return {
    via: grant.role.scope === 'PLATFORM' ? 'platform' : 'tenant',
    membership: { tenant_id: grant.membership.tenantId, since: grant.membership.since.toISOString() },
    role: toExplainedRoleDto(grant.role),
    permission,
    granted_by: grant.grantedBy,
    granted_at: grant.grantedAt.toISOString(),
    audit_entry_id: grant.auditEntryId,
  };
}

function toExplainedRoleDto({ id, name, scope, level, tenantId }: ExplainedRole): ExplainedRoleDto {
  return { id, name, scope, level, tenant_id: tenantId };
}
