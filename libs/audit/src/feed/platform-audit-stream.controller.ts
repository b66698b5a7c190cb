import { Audited, PlatformPermissions, Problems, RequestErrors, RequirePermissions, ServerErrors } from '@authengine/contracts';
import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuditEntryDto } from '../log/dto/audit-entry.dto.js';
import { AuditStream } from './audit-stream.js';
import { AuditStreamErrors } from './audit-stream.errors.js';
import { AuditStreamEvents } from './audit-stream.events.js';
import { AuditStreamDto, AuditStreamQuery } from './dto/audit-stream.dto.js';

@ApiTags('audit')
@Controller('platform/audit/stream')
export class PlatformAuditStreamController {
  constructor(private readonly stream: AuditStream) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @RequirePermissions(PlatformPermissions.auditView)
  @Audited(AuditStreamEvents.read)
  @Problems(RequestErrors.invalid, AuditStreamErrors.cursor_expired, ServerErrors.unavailable)
  @ApiOperation({ summary: 'Follow the audit log of the whole platform', description: 'Oldest first, in the order in which entries entered the log. Asking again with `next` leaves no entry out and repeats none, however long the pause was.' })
  @ApiOkResponse({ type: AuditStreamDto })
  async read(@Query() query: AuditStreamQuery): Promise<AuditStreamDto> {
    const page = await this.stream.read(null, query);
    return { ...page, entries: page.entries.map((entry) => AuditEntryDto.of(entry)) };
  }
}
