import { answerPage, ApiPage, Audited, Authenticated, CurrentUser, PageQuery, pageOfWhole, Problems, RequestErrors, RequireRecentLogin, type UserPrincipal } from '@authengine/contracts';
import { isUuid } from '@authengine/kernel';
import { AuthenticationErrors } from '@authengine/sessions';
import { Controller, Delete, Get, HttpCode, Param, Query, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { OAuthErrors } from '../oauth.errors.js';
import { OAuthEvents } from '../oauth.events.js';
import { LinkedAccountDto, toLinkedAccountDto } from './linked-account.dto.js';
import { LinkedIdentities } from './linked-identities.js';
import { UnlinkService } from './unlink.service.js';

@ApiTags('Social login')
@Controller('auth/oauth/accounts')
@Authenticated()
export class LinkedAccountsController {
  constructor(
    private readonly identities: LinkedIdentities,
    private readonly unlinking: UnlinkService,
  ) {}

  @Get()
  @ApiOperation({ summary: "The signed-in user's accounts at providers", description: 'The accounts by which the user can sign in, the oldest first.' })
  @ApiPage(LinkedAccountDto)
  async list(@CurrentUser() { userId }: UserPrincipal, @Query() query: PageQuery, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<LinkedAccountDto[]> {
    const page = pageOfWhole(await this.identities.of(userId), query, (identity) => identity);
    return answerPage(page, request, response).map(toLinkedAccountDto);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireRecentLogin()
  @Audited(OAuthEvents.unlinked)
  @Problems(AuthenticationErrors.recent_login_required, OAuthErrors.last_way_in)
  @ApiOperation({ summary: 'Stop signing in by an account at a provider', description: 'Needs a recent login. A password, each provider account and each passkey is a way to sign in. The last one cannot be removed.' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiNoContentResponse({ description: 'The account no longer signs in.' })
  async unlink(@CurrentUser() { userId }: UserPrincipal, @Param('id') id: string): Promise<void> {
    if (!isUuid(id)) throw RequestErrors.not_found();
    await this.unlinking.unlink(userId, id);
  }
}
