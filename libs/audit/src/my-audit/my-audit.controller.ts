import { answerPage, Authenticated, CurrentUser, PageQuery, Problems, ServerErrors, type UserPrincipal } from '@authengine/contracts';
import { Controller, Get, Header, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { MyAuditEntryDto, toMyAuditEntryDto } from './my-audit.dto.js';
import { MyAudit } from './my-audit.js';

@ApiTags('audit')
@Controller('me/audit')
export class MyAuditController {
  constructor(private readonly audit: MyAudit) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @Authenticated()
  @Problems(ServerErrors.unavailable)
  @ApiOperation({ summary: 'What happened to the own account', description: 'What oneself did, and what others did to the account, newest first, in plain words.' })
  @ApiOkResponse({ type: [MyAuditEntryDto], headers: { Link: { description: 'The next page, `rel="next"`, where there is one', schema: { type: 'string' } } } })
  async list(@CurrentUser() { userId }: UserPrincipal, @Query() query: PageQuery, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<MyAuditEntryDto[]> {
    return answerPage(await this.audit.read(userId, query), request, response).map(toMyAuditEntryDto);
  }
}
