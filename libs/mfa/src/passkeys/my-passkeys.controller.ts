import { answerPage, ApiPage, Audited, Authenticated, CurrentUser, PageQuery, pageOfWhole, Problems, RequestErrors, RequireRecentLogin, type UserPrincipal } from '@authengine/contracts';
import { isUuid } from '@authengine/kernel';
import { AuthenticationErrors } from '@authengine/sessions';
import { Controller, Delete, Get, HttpCode, Param, Query, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { PasskeyDto, toPasskeyDto } from './dto/passkey.dto.js';
import { PasskeyErrors } from './passkey.errors.js';
import { PasskeyEvents } from './passkey.events.js';
import { Passkeys } from './passkeys.js';
import { PasskeyRemoval } from './removal/passkey-removal.js';

@ApiTags('Passkeys')
@Controller('me/webauthn/credentials')
@Authenticated()
export class MyPasskeysController {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly removal: PasskeyRemoval,
  ) {}

  @Get()
  @ApiOperation({ summary: "The signed-in user's passkeys", description: 'The oldest first.' })
  @ApiPage(PasskeyDto)
  async list(@CurrentUser() { userId }: UserPrincipal, @Query() query: PageQuery, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<PasskeyDto[]> {
    const page = pageOfWhole(await this.passkeys.of(userId), query, (passkey) => passkey);
    return answerPage(page, request, response).map(toPasskeyDto);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireRecentLogin()
  @Audited(PasskeyEvents.removed)
  @Problems(AuthenticationErrors.recent_login_required, PasskeyErrors.last_way_in)
  @ApiOperation({
    summary: 'Remove a passkey',
    description: 'Needs a recent login. A password, each provider account and each passkey count as ways to sign in, and the last one cannot be removed. Sessions that it began do not end.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiNoContentResponse({ description: 'The passkey no longer signs in.' })
  async remove(@CurrentUser() { userId }: UserPrincipal, @Param('id') id: string): Promise<void> {
    if (!isUuid(id)) throw RequestErrors.not_found();
    await this.removal.remove(userId, id);
  }
}
