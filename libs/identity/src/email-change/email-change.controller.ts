import { Audited, Authenticated, CurrentUser, LimitedBySource, Problems, Public, RequestErrors, type UserPrincipal } from '@authengine/contracts';
import { AuthenticationErrors } from '@authengine/sessions';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { en } from '../pages/messages/en.js';
import { inEvenTime } from '../limits/even-time.js';
import { ReauthenticationErrors } from '../reauthentication/reauthentication.errors.js';
import { MessageDto, OneTimeTokenDto } from '../verification/verification.dto.js';
import { EmailChangeDto } from './email-change.dto.js';
import { EmailChangeEvents } from './email-change.events.js';
import { EmailChangeRequestService } from './email-change-request.service.js';
import { UndoEmailChangeService } from './undo-email-change.service.js';

const SENT: MessageDto = { message: 'If that address can be yours, a mail to confirm it is on its way. Until then nothing changes.' };
const UNDONE: MessageDto = { message: en['undo_change.done'] };

@ApiTags('Me')
@Controller()
@LimitedBySource()
export class EmailChangeController {
  constructor(
    private readonly requests: EmailChangeRequestService,
    private readonly undoing: UndoEmailChangeService,
  ) {}

  @Post('me/email')
  @HttpCode(202)
  @Authenticated()
  @Audited(EmailChangeEvents.requested)
  @Problems(RequestErrors.invalid, AuthenticationErrors.not_confirmed, ReauthenticationErrors.code_required, AuthenticationErrors.recent_login_required, AuthenticationErrors.too_many_attempts)
  @ApiOperation({
    summary: 'Ask for another e-mail address',
    description: 'A mail to the new address confirms it (POST /auth/verify-email). The current address gets a notice, and stays the login until then. Needs every factor of the account, however recent the login: the password, and a code if a second factor is on. The answer is the same, in the same time, for a free and for a taken address.',
  })
  @ApiAcceptedResponse({ type: MessageDto })
  request(@CurrentUser() user: UserPrincipal, @Body() { new_email, password, code }: EmailChangeDto): Promise<MessageDto> {
    return inEvenTime(async () => {
      await this.requests.request(user, new_email, { password, code });
      return SENT;
    });
  }

  @Post('auth/undo-email-change')
  @HttpCode(200)
  @Public()
  @Audited(EmailChangeEvents.undone)
  @Problems(AuthenticationErrors.invalid_one_time_token)
  @ApiOperation({
    summary: 'Take the former e-mail address back',
    description: 'Needs the token of the mail to the former address, which is valid for 7 days. Ends every session, voids the password and every pending link, and mails a link to choose a new password.',
  })
  @ApiOkResponse({ type: MessageDto })
  async undo(@Body() { token }: OneTimeTokenDto): Promise<MessageDto> {
    await this.undoing.undo(token);
    return UNDONE;
  }
}
