import { MayBeLeftOut, type PermissionScope } from '@authengine/contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

/** Plain letters, so that no two names look the same; nothing that a path would have to quote but the space. */
const NAME = /^[A-Za-z](?:[A-Za-z0-9_. -]{0,62}[A-Za-z0-9])?$/;
const MAX_PERMISSIONS = 200;

const Name = (): PropertyDecorator =>
  applyDecorators(IsString(), Matches(NAME, { message: 'name must be 1 to 64 letters, digits, spaces and _.-, beginning with a letter' }));
const Description = (): PropertyDecorator =>
  applyDecorators(IsString(), MaxLength(200), Matches(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, { message: 'description must be one line of text' }));
const Level = (): PropertyDecorator => applyDecorators(IsInt(), Min(0), Max(100));
const Permissions = (): PropertyDecorator => applyDecorators(IsArray(), ArrayMaxSize(MAX_PERMISSIONS), IsString({ each: true }), MaxLength(100, { each: true }));

export class CreateRoleDto {
  @ApiProperty({ example: 'SUPPORT', maxLength: 64 }) @Name() name!: string;
  @ApiPropertyOptional({ example: 'Looks after the members', maxLength: 200 }) @IsOptional() @Description() description?: string;
  @ApiProperty({ type: 'integer', minimum: 0, maximum: 100, example: 20, description: 'Must be below your own level' }) @Level() level!: number;
  @ApiPropertyOptional({ type: [String], example: ['tenant.users.view'], description: 'Permissions that you hold yourself' }) @IsOptional() @Permissions() permissions?: string[];
}

export class CreatePlatformRoleDto extends CreateRoleDto {
  @ApiPropertyOptional({ enum: ['PLATFORM', 'TENANT'], default: 'PLATFORM', example: 'PLATFORM', description: 'With TENANT, every tenant can give the role to its members' })
  @IsOptional()
  @IsIn(['PLATFORM', 'TENANT'])
  scope?: PermissionScope;
}

/** Any subset. */
export class UpdateRoleDto {
  @ApiPropertyOptional({ example: 'SUPPORT', maxLength: 64 }) @MayBeLeftOut() @Name() name?: string;
  @ApiPropertyOptional({ type: String, nullable: true, example: 'Looks after the members', maxLength: 200, description: 'null clears it' }) @IsOptional() @Description() description?: string | null;
  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: 100, example: 25, description: 'Must be below your own level' }) @MayBeLeftOut() @Level() level?: number;
  @ApiPropertyOptional({ type: [String], example: ['tenant.users.view'], description: 'All permissions of the role from now on' }) @MayBeLeftOut() @Permissions() permissions?: string[];
}
