import { Audited, Problems, RequestErrors, RequirePermissions, ServerErrors, TenantPermissions } from '@authengine/contracts';
import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { AuditEntryDto } from '../log/dto/audit-entry.dto.js';
import { AuditStream } from './audit-stream.js';
import { AuditStreamErrors } from './audit-stream.errors.js';
import { AuditStreamEvents } from './audit-stream.events.js';
import { AuditStreamDto, AuditStreamQuery } from './dto/audit-stream.dto.js';

@ApiTags('audit')
@Controller('tenants/audit/:tenant_id/audit-logs/stream')
export class TenantAuditStreamController {
  constructor(private readonly stream: AuditStream) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @RequirePermissions(TenantPermissions.auditView, { tenantParam: 'tenant_id' })
  @Audited(AuditStreamEvents.read)
  @Problems(RequestErrors.invalid, AuditStreamErrors.cursor_expired, ServerErrors.unavailable)
  @ApiOperation({ summary: "Follow the tenant's own audit log", description: 'Oldest first, in the order in which entries entered the log. Asking again with `next` leaves no entry out and repeats none, however long the pause was.' })
  @ApiParam({ name: 'tenant_id', schema: { type: 'string', format: 'uuid' } })
  @ApiOkResponse({ type: AuditStreamDto })
  async read(@Param('tenant_id') tenantId: string, @Query() query: AuditStreamQuery): Promise<AuditStreamDto> {
    const page = await this.stream.read(tenantId.toLowerCase(), query);
    return { ...page, entries: page.entries.map((entry) => AuditEntryDto.of(entry)) };
  }
}
