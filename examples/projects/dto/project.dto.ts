import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length, Matches } from 'class-validator';
import type { Project } from '../project.entity.js';

export class ProjectNameDto {
  @ApiProperty({ minLength: 1, maxLength: 100, example: 'Apollo' })
  @IsString()
  @Length(1, 100)
  @Matches(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, { message: 'name must be one line of text' })
  name!: string;
}

export class ProjectDto {
  @ApiProperty({ format: 'uuid', example: '7b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d' }) id!: string;
  @ApiProperty({ example: 'Apollo' }) name!: string;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' }) created_at!: string;
}

export function toProjectDto({ id, name, createdAt }: Project): ProjectDto {
  return { id, name, created_at: createdAt.toISOString() };
}
