import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { AuditEntryDto } from '../../log/dto/audit-entry.dto.js';

export const LATEST = 'latest';
const MAX_ENTRIES = 500;
const DEFAULT_ENTRIES = 100;
const AFTER = /^(?:latest|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

export class AuditStreamQuery {
  @ApiPropertyOptional({ type: String, example: '019a3c52-7f4e-7000-9d1b-3f2a8c6e5b10', description: 'The `next` of the answer before: the id of the last entry that was read. `latest` answers no entry, and the `next` with which to begin now. Without it, the stream begins with its first entry' })
  @IsOptional()
  @Matches(AFTER, { message: 'after must be the id of an entry, or latest' })
  after?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_ENTRIES, default: DEFAULT_ENTRIES, description: 'The number of entries in an answer' })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? (/^\d{1,9}$/.test(value) ? Number(value) : Number.NaN) : value))
  @IsInt()
  @Min(1)
  @Max(MAX_ENTRIES)
  limit: number = DEFAULT_ENTRIES;
}

/** The next entries of the log, in the order in which they entered it. */
export class AuditStreamDto {
  @ApiProperty({ type: [AuditEntryDto] })
  entries!: AuditEntryDto[];

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The `after` of the next call, also where there was no entry; null before the first entry of all', example: '019a3c52-7f4e-7000-9d1b-3f2a8c6e5b10' })
  next!: string | null;

  @ApiProperty({ description: 'Whether more entries are there already', example: false })
  more!: boolean;
}
