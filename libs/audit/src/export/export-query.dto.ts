import { ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { PlatformAuditQuery, TenantAuditQuery } from '../log/dto/audit-query.dto.js';
import { EXPORT_FORMATS, type ExportFormat } from './export-formats.js';

const FORMAT_DOC = { enum: EXPORT_FORMATS, default: 'jsonl', description: '`jsonl`: one JSON object a line; `csv`: RFC 4180 with a header, where a cell that a spreadsheet would take for a formula begins with an apostrophe' } as const;

export class TenantExportQuery extends OmitType(TenantAuditQuery, ['limit', 'cursor'] as const) {
  @ApiPropertyOptional(FORMAT_DOC)
  @IsIn(EXPORT_FORMATS)
  format: ExportFormat = 'jsonl';
}

export class PlatformExportQuery extends OmitType(PlatformAuditQuery, ['limit', 'cursor'] as const) {
  @ApiPropertyOptional(FORMAT_DOC)
  @IsIn(EXPORT_FORMATS)
  format: ExportFormat = 'jsonl';
}
