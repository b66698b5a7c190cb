import type { AuditStatus } from '@authengine/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { DOERS, type Doer, type OwnEntry } from './plain-words.js';

/** Something that happened to one's own account. */
export class MyAuditEntryDto {
  @ApiProperty({ format: 'uuid', example: '019a3c52-7f4e-7000-9d1b-3f2a8c6e5b10' }) id!: string;
  @ApiProperty({ example: 'user.password.changed', description: "The event's name" }) action!: string;
  @ApiProperty({ example: 'Your password was changed; every other session ended', description: 'What happened, for a person to read' }) summary!: string;
  @ApiProperty({ enum: ['success', 'failure', 'denied'], example: 'success' }) status!: AuditStatus;
  @ApiProperty({ enum: DOERS, example: 'you', description: 'Who did it: oneself, somebody else (an administrator, a service), or somebody who is not known' }) by!: Doer;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'In which organization', example: null }) tenant_id!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'From where; only of what oneself did', example: '203.0.113.7' }) ip_address!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'By which program; only of what oneself did', example: 'Mozilla/5.0' }) user_agent!: string | null;
  @ApiProperty({ format: 'date-time', example: '2026-01-31T12:00:00.000Z' }) created_at!: string;
}

export function toMyAuditEntryDto({ id, action, summary, status, by, tenantId, ipAddress, userAgent, createdAt }: OwnEntry): MyAuditEntryDto {
  return { id, action, summary, status, by, tenant_id: tenantId, ip_address: ipAddress, user_agent: userAgent, created_at: createdAt.toISOString() };
}
