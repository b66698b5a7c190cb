import { answerPage, Audited, Problems, RequirePermissions, ServerErrors, TenantPermissions } from '@authengine/contracts';
import { Controller, Get, Header, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AuditLog } from './audit-log.js';
import { AuditLogEvents } from './audit-log.events.js';
import { AuditEntryDto } from './dto/audit-entry.dto.js';
import { TenantAuditQuery } from './dto/audit-query.dto.js';

@ApiTags('audit')
@Controller('tenants/audit/:tenant_id/audit-logs')
export class TenantAuditController {
  constructor(private readonly log: AuditLog) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @RequirePermissions(TenantPermissions.auditView, { tenantParam: 'tenant_id' })
  @Audited(AuditLogEvents.read)
  @Problems(ServerErrors.unavailable)
  @ApiOperation({ summary: "The tenant's own audit log, newest first" })
  @ApiParam({ name: 'tenant_id', schema: { type: 'string', format: 'uuid' } })
  @ApiOkResponse({ type: [AuditEntryDto], headers: { Link: { description: 'The next page, `rel="next"`, where there is one', schema: { type: 'string' } } } })
  async list(
    @Param('tenant_id') tenantId: string,
    @Query() query: TenantAuditQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AuditEntryDto[]> {
    // Only the path's tenant decides, whatever the query says.
    const page = await this.log.read({ ...query, tenant_id: tenantId }, query);
    return answerPage(page, request, response).map((entry) => AuditEntryDto.of(entry));
  }
}
