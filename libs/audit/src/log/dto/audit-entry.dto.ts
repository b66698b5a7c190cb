import type { AuditStatus } from '@authengine/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { entryToJson, type AuditEntry, type AuditEntryJson } from '../../entry/audit-entry.js';

const nullableId = { type: 'string', format: 'uuid', nullable: true, example: null } as const;
const nullableText = { type: 'string', nullable: true } as const;

/** One entry of the audit log. */
export class AuditEntryDto implements AuditEntryJson {
  @ApiProperty({ type: 'string', format: 'uuid', example: '019a3c52-7f4e-7000-9d1b-3f2a8c6e5b10' })
  id!: string;

  @ApiProperty({ type: 'string', example: 'audit.log.read', description: "The event's name" })
  action!: string;

  @ApiProperty({ type: 'string', example: 'AuditLog' })
  resource!: string;

  @ApiProperty({ ...nullableText, example: '8f14e45f-ceea-4e7a-9c3d-1b2a3c4d5e6f', description: 'Often a UUID, not always' })
  resource_id!: string | null;

  @ApiProperty({ ...nullableId, example: '5f0c1f3e-8f7e-4d0a-9c57-0d6c5e1b9a11', description: 'Who did it; null where nobody is known' })
  actor_id!: string | null;

  @ApiProperty(nullableId)
  target_user_id!: string | null;

  @ApiProperty(nullableId)
  tenant_id!: string | null;

  @ApiProperty({ enum: ['success', 'failure', 'denied'], example: 'success' })
  status!: AuditStatus;

  @ApiProperty({ ...nullableText, example: '203.0.113.7' })
  ip_address!: string | null;

  @ApiProperty({ ...nullableText, example: 'Mozilla/5.0' })
  user_agent!: string | null;

  @ApiProperty({ ...nullableText, example: '6a1e8f0c-2a56-4f0b-8a40-0b6d6c7d9e55' })
  request_id!: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { filters: { status: 'denied' } } })
  metadata!: Record<string, unknown>;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-01-31T12:00:00.000Z' })
  created_at!: string;

  static of(entry: AuditEntry): AuditEntryDto {
    return Object.assign(new AuditEntryDto(), entryToJson(entry));
  }
}
