import { PageQuery } from '@authengine/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { INVITATION_STATUSES, type InvitationStatus } from '../invitation-status.js';

export class InvitationDto {
  @ApiProperty({ format: 'uuid', example: '6a1f0c3d-2b4e-4f5a-9c8d-7e6f5a4b3c2d' }) id!: string;
  @ApiProperty({ format: 'uuid', example: '0c8d1a52-7f0e-4d35-8a0c-3f5f2f1f9f10' }) tenant_id!: string;
  @ApiProperty({ example: 'grace@example.com' }) email!: string;
  @ApiProperty({ example: 'TENANT_USER' }) role_name!: string;
  @ApiProperty({ enum: INVITATION_STATUSES, example: 'pending' }) status!: InvitationStatus;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The person who sent it last', example: '8f14e45f-ceea-4e7a-9c3d-1b2a3c4d5e6f' }) invited_by!: string | null;
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' }) created_at!: string;
  @ApiProperty({ format: 'date-time', description: 'When it was last mailed', example: '2026-01-15T09:30:00.000Z' }) sent_at!: string;
  @ApiProperty({ format: 'date-time', example: '2026-01-22T09:30:00.000Z' }) expires_at!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When it was accepted or withdrawn', example: null }) ended_at!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The member it led to', example: null }) accepted_by!: string | null;
}

export class ListInvitationsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'A part of the address, in upper or lower case', example: 'grace' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  q?: string;

  @ApiPropertyOptional({ enum: INVITATION_STATUSES })
  @IsOptional()
  @IsIn(INVITATION_STATUSES)
  status?: InvitationStatus;

  @ApiPropertyOptional({ description: 'The exact name of the role', example: 'TENANT_USER' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  role?: string;
}
