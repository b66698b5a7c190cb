import { Audited, LimitedBySource, Problems, Public, RequestErrors } from '@authengine/contracts';
import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { AuthenticationErrors } from '../authentication/authentication.errors.js';
import { ApiRefreshCookie } from '../refresh-cookie/api-refresh-cookie.decorator.js';
import { LoginDto } from '../sessions/tokens.dto.js';
import { CookieRefresh } from './cookie-refresh.js';
import { RefreshRequestDto } from './refresh.dto.js';
import { RefreshEvents } from './refresh.events.js';
import { RefreshService } from './refresh.service.js';

@ApiTags('Authentication')
@Controller('auth')
export class RefreshController {
  constructor(
    private readonly service: RefreshService,
    private readonly byCookie: CookieRefresh,
  ) {}

  @Post('refresh')
  @HttpCode(200)
  @Public()
  @LimitedBySource()
  @Audited(RefreshEvents.refreshed, { refusal: RefreshEvents.refused })
  @Problems(AuthenticationErrors.invalid_refresh_token, AuthenticationErrors.origin_not_allowed)
  @ApiOperation({
    summary: 'Exchange a refresh token for new tokens',
    description:
      'The refresh token is used up. When it is sent again within 10 seconds, the answer is the same successor. An older token ends the session. A browser with the refresh cookie sends no body and is answered the next cookie; an `Origin` other than those of APP_URL and CORS_ORIGINS is refused (403).',
  })
  @ApiRefreshCookie()
  @ApiOkResponse({ type: LoginDto })
  async refresh(@Body() { refresh_token }: RefreshRequestDto, @Req() request: Request): Promise<LoginDto> {
    if (typeof refresh_token === 'string') return this.service.refresh(refresh_token);
    const answer = await this.byCookie.refresh();
    if (answer) return answer;
    // A page that starts without a cookie sends no body: nobody is signed in there. A body without the token is a mistake.
    if (request.body === undefined) throw AuthenticationErrors.invalid_refresh_token();
    throw RequestErrors.invalid({ errors: [{ field: 'refresh_token', message: 'is required where there is no refresh cookie' }] });
  }
}
