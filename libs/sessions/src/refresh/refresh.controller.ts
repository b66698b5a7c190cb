import { Audited, LimitedBySource, Problems, Public } from '@authengine/contracts';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuthenticationErrors } from '../authentication/authentication.errors.js';
import { LoginDto } from '../sessions/tokens.dto.js';
import { RefreshRequestDto } from './refresh.dto.js';
import { RefreshEvents } from './refresh.events.js';
import { RefreshService } from './refresh.service.js';

@ApiTags('Authentication')
@Controller('auth')
export class RefreshController {
  constructor(private readonly service: RefreshService) {}

  @Post('refresh')
  @HttpCode(200)
  @Public()
  @LimitedBySource()
  @Audited(RefreshEvents.refreshed, { refusal: RefreshEvents.refused })
  @Problems(AuthenticationErrors.invalid_refresh_token)
  @ApiOperation({
    summary: 'Exchange a refresh token for new tokens',
    description: 'The refresh token is used up. When it is sent again within 10 seconds, the answer is the same successor. An older token ends the session.',
  })
  @ApiOkResponse({ type: LoginDto })
  refresh(@Body() { refresh_token }: RefreshRequestDto): Promise<LoginDto> {
    return this.service.refresh(refresh_token);
  }
}
