import { Audited, Problems, RequirePermissions, ServerErrors, TenantPermissions } from '@authengine/contracts';
import { Controller, Get, Header, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { AuditLogEvents } from '../log/audit-log.events.js';
import { ApiExport } from './api-export.decorator.js';
import { AuditExport } from './audit-export.js';
import { TenantExportQuery } from './export-query.dto.js';

@ApiTags('audit')
@Controller('tenants/audit/:tenant_id/audit-logs/export')
export class TenantExportController {
  constructor(private readonly audit: AuditExport) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @RequirePermissions(TenantPermissions.auditView, { tenantParam: 'tenant_id' })
  @Audited(AuditLogEvents.exported)
  @Problems(ServerErrors.unavailable)
  @ApiOperation({ summary: "Export the tenant's own audit log", description: 'A file of any size, as JSON Lines or CSV.' })
  @ApiParam({ name: 'tenant_id', schema: { type: 'string', format: 'uuid' } })
  @ApiExport()
  async export(@Param('tenant_id') tenantId: string, @Query() { format, ...question }: TenantExportQuery, @Res() response: Response): Promise<void> {
    // Only the path's tenant decides, whatever the query says.
    await this.audit.write({ ...question, tenant_id: tenantId.toLowerCase() }, format, response);
  }
}
