import type { AuthStrategy, PermissionScope } from '@authengine/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { USER_STATUSES, type UserStatus } from './user.entity.js';

export class RoleDto {
  @ApiProperty({ format: 'uuid', example: '5b0f3c1e-6a51-4d3b-9a3e-0d6f7a3c9b11' }) id!: string;
  @ApiProperty({ example: 'TENANT_ADMIN' }) name!: string;
  @ApiProperty({ example: 'Administers a tenant' }) description!: string;
  @ApiProperty({ enum: ['PLATFORM', 'TENANT'], example: 'TENANT' }) scope!: PermissionScope;
  @ApiProperty({ type: 'integer', example: 50, minimum: 0, maximum: 100 }) level!: number;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' }) created_at!: string;
}

export class HeldRoleDto {
  @ApiProperty({ type: RoleDto }) role!: RoleDto;
  @ApiProperty({ format: 'uuid', example: '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10' }) tenant_id!: string;
}

/** A user as the API shows them. */
export class UserDto {
  @ApiProperty({ format: 'uuid', example: '8f14e45f-ceea-4e7a-9c3d-1b2a3c4d5e6f' }) id!: string;
  @ApiProperty({ type: String, nullable: true, example: 'ada@example.com' }) email!: string | null;
  @ApiPropertyOptional({ type: String, nullable: true, description: 'An address that is not proven yet', example: null }) pending_email!: string | null;
  @ApiPropertyOptional({ type: String, nullable: true, example: 'ada' }) username!: string | null;
  @ApiPropertyOptional({ type: String, nullable: true, example: '+441632960961' }) phone_number!: string | null;
  @ApiPropertyOptional({ type: String, nullable: true, example: 'Ada' }) first_name!: string | null;
  @ApiPropertyOptional({ type: String, nullable: true, example: 'Lovelace' }) last_name!: string | null;
  @ApiPropertyOptional({ type: String, nullable: true, example: null }) avatar_url!: string | null;
  @ApiProperty({ enum: USER_STATUSES, example: 'ACTIVE' }) status!: UserStatus;
  @ApiProperty({ example: true }) is_email_verified!: boolean;
  @ApiProperty({ example: false }) is_phone_verified!: boolean;
  @ApiProperty({ example: false }) mfa_enabled!: boolean;
  @ApiProperty({ type: [String], example: ['email_password'] }) auth_strategies!: AuthStrategy[];
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' }) created_at!: string;
  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true, example: '2026-01-16T08:00:00.000Z' }) last_login_at!: string | null;
  @ApiProperty({ type: [HeldRoleDto] }) roles!: HeldRoleDto[];
}
