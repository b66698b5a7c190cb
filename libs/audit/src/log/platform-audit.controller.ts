import { answerPage, Audited, PlatformPermissions, Problems, RequirePermissions, ServerErrors } from '@authengine/contracts';
import { Controller, Get, Header, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AuditLog } from './audit-log.js';
import { AuditLogEvents } from './audit-log.events.js';
import { AuditEntryDto } from './dto/audit-entry.dto.js';
import { PlatformAuditQuery } from './dto/audit-query.dto.js';

@ApiTags('audit')
@Controller('platform/audit')
export class PlatformAuditController {
  constructor(private readonly log: AuditLog) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @RequirePermissions(PlatformPermissions.auditView)
  @Audited(AuditLogEvents.read)
  @Problems(ServerErrors.unavailable)
  @ApiOperation({ summary: 'The audit log of the whole platform, newest first' })
  @ApiOkResponse({ type: [AuditEntryDto], headers: { Link: { description: 'The next page, `rel="next"`, where there is one', schema: { type: 'string' } } } })
  async list(@Query() query: PlatformAuditQuery, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<AuditEntryDto[]> {
    return answerPage(await this.log.read(query, query), request, response).map((entry) => AuditEntryDto.of(entry));
  }
}
