import { Audited, Authenticated, CurrentUser, LimitedBySource, Problems, type UserPrincipal } from '@authengine/contracts';
import { AuthenticationErrors } from '@authengine/sessions';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ReauthenticatedDto, ReauthenticateDto } from './reauthentication.dto.js';
import { ReauthenticationErrors } from './reauthentication.errors.js';
import { ReauthenticationEvents } from './reauthentication.events.js';
import { ReauthenticationService } from './reauthentication.service.js';

@ApiTags('Authentication')
@Controller('auth')
export class ReauthenticationController {
  constructor(private readonly service: ReauthenticationService) {}

  @Post('reauthenticate')
  @HttpCode(200)
  @Authenticated()
  @LimitedBySource()
  @Audited(ReauthenticationEvents.succeeded, { refusal: ReauthenticationEvents.failed })
  @Problems(
    AuthenticationErrors.not_confirmed,
    AuthenticationErrors.too_many_attempts,
    ReauthenticationErrors.password_required,
    ReauthenticationErrors.code_required,
    ReauthenticationErrors.not_possible,
  )
  @ApiOperation({
    summary: 'Prove again who you are',
    description: 'For acts that need a recent login. Send the password, if the account has one, and the code, if a second factor is on.',
  })
  @ApiOkResponse({ type: ReauthenticatedDto })
  async reauthenticate(@CurrentUser() user: UserPrincipal, @Body() evidence: ReauthenticateDto): Promise<ReauthenticatedDto> {
    const until = await this.service.reauthenticate(user, evidence);
    return { message: 'Thank you. You can go on.', recent_until: until.toISOString() };
  }
}
