import { Audited, LimitedBySource, Problems, Public } from '@authengine/contracts';
import { AuthenticationErrors } from '@authengine/sessions';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { en } from '../pages/messages/en.js';
import { MessageDto, OneTimeTokenDto } from '../verification/verification.dto.js';
import { DisowningService } from './disowning.service.js';
import { NotMeEvents } from './not-me.events.js';

const SECURED: MessageDto = { message: en['not_me.done'] };

@ApiTags('Passwords')
@Controller('auth')
export class NotMeController {
  constructor(private readonly service: DisowningService) {}

  @Post('not-me')
  @HttpCode(200)
  @Public()
  @LimitedBySource()
  @Audited(NotMeEvents.disowned, { refusal: NotMeEvents.refused })
  @Problems(AuthenticationErrors.invalid_one_time_token)
  @ApiOperation({
    summary: 'Say that something was not you',
    description: 'Needs the token of a mail about a sign-in or a change. Ends every session, voids the password and every pending link, removes the second factors and ways to sign in that were added since that session began, and mails a link to choose a new password.',
  })
  @ApiOkResponse({ type: MessageDto })
  async notMe(@Body() { token }: OneTimeTokenDto): Promise<MessageDto> {
    await this.service.disown(token);
    return SECURED;
  }
}
