import { Audited, PlatformPermissions, Problems, RequirePermissions, ServerErrors } from '@authengine/contracts';
import { Controller, Get, Header, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { AuditLogEvents } from '../log/audit-log.events.js';
import { ApiExport } from './api-export.decorator.js';
import { AuditExport } from './audit-export.js';
import { PlatformExportQuery } from './export-query.dto.js';

@ApiTags('audit')
@Controller('platform/audit/export')
export class PlatformExportController {
  constructor(private readonly audit: AuditExport) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @RequirePermissions(PlatformPermissions.auditView)
  @Audited(AuditLogEvents.exported)
  @Problems(ServerErrors.unavailable)
  @ApiOperation({ summary: 'Export the audit log of the whole platform', description: 'A file of any size, as JSON Lines or CSV.' })
  @ApiExport()
  async export(@Query() { format, ...question }: PlatformExportQuery, @Res() response: Response): Promise<void> {
    await this.audit.write(question, format, response);
  }
}
