import type { PermissionScope } from '@authengine/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Length, Matches, MaxLength } from 'class-validator';
import type { Permission } from '../permission.entity.js';

/** Two words or more: whose it is, of what, and what is done with it. */
const NAME = /^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*){1,4}$/;

export class DeclarePermissionDto {
  @ApiProperty({ example: 'billing.invoices.read', maxLength: 100, description: 'Lower-case words, joined by dots; exact, without wildcards' })
  @IsString()
  @MaxLength(100)
  @Matches(NAME, { message: 'name must be two to five lower-case words joined by dots' })
  name!: string;

  @ApiProperty({ example: 'Read invoices', maxLength: 200 })
  @IsString()
  @Length(1, 200)
  @Matches(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, { message: 'description must be one line of text' })
  description!: string;

  @ApiProperty({ enum: ['PLATFORM', 'TENANT'], example: 'TENANT', description: 'With TENANT it may be in the roles of tenants, with PLATFORM only in those of the platform' })
  @IsIn(['PLATFORM', 'TENANT'])
  scope!: PermissionScope;
}

export class PermissionDto {
  @ApiProperty({ example: 'billing.invoices.read' }) name!: string;
  @ApiProperty({ example: 'Read invoices' }) description!: string;
  @ApiProperty({ enum: ['PLATFORM', 'TENANT'], example: 'TENANT' }) scope!: PermissionScope;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' }) created_at!: string;
}

export function toPermissionDto({ name, description, scope, createdAt }: Permission): PermissionDto {
  return { name, description, scope, created_at: createdAt.toISOString() };
}
