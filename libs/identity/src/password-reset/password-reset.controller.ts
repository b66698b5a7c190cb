import { Audited, LimitedBySource, Problems, Public, RequestErrors } from '@authengine/contracts';
import { AuthenticationErrors } from '@authengine/sessions';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { en } from '../pages/messages/en.js';
import { inEvenTime } from '../limits/even-time.js';
import { MessageDto, OneTimeTokenDto } from '../verification/verification.dto.js';
import { PasswordResetConfirmDto, PasswordResetPreviewDto, PasswordResetRequestDto } from './password-reset.dto.js';
import { PasswordResetEvents } from './password-reset.events.js';
import { ResetConfirmationService } from './reset-confirmation.service.js';
import { ResetRequestService } from './reset-request.service.js';

const SENT: MessageDto = { message: 'If that address has an account, a mail to choose a new password is on its way.' };
const RESET: MessageDto = { message: en['reset.done'] };

@ApiTags('Passwords')
@Controller('auth/password-reset')
@Public()
@LimitedBySource()
export class PasswordResetController {
  constructor(
    private readonly requests: ResetRequestService,
    private readonly confirmations: ResetConfirmationService,
  ) {}

  @Post('request')
  @HttpCode(202)
  @Audited(PasswordResetEvents.requested)
  @ApiOperation({ summary: 'Ask for a mail to choose a new password', description: 'The answer is the same, in the same time, whether or not there is such an account. Only the newest link works.' })
  @ApiAcceptedResponse({ type: MessageDto })
  request(@Body() { email }: PasswordResetRequestDto): Promise<MessageDto> {
    return inEvenTime(async () => {
      await this.requests.request(email);
      return SENT;
    });
  }

  @Post('preview')
  @HttpCode(200)
  @Problems(AuthenticationErrors.invalid_one_time_token)
  @ApiOperation({ summary: 'Whose password a link is for', description: 'For the page that asks for the password, so that password managers know the account. The link stays valid.' })
  @ApiOkResponse({ type: PasswordResetPreviewDto })
  async preview(@Body() { token }: OneTimeTokenDto): Promise<PasswordResetPreviewDto> {
    return { email: await this.confirmations.preview(token) };
  }

  @Post('confirm')
  @HttpCode(200)
  @Audited(PasswordResetEvents.completed, { refusal: PasswordResetEvents.refused })
  @Problems(AuthenticationErrors.invalid_one_time_token)
  @ApiOperation({
    summary: 'Choose a new password by a mailed link',
    description: 'The link works once. Ends every session and voids every pending link and challenge of the account. Second factors stay, and nobody is signed in. After a refused password the link is still valid.',
  })
  @ApiOkResponse({ type: MessageDto })
  async confirm(@Body() { token, new_password, confirm_password }: PasswordResetConfirmDto): Promise<MessageDto> {
    if (confirm_password !== undefined && confirm_password !== new_password) {
      throw RequestErrors.invalid({ errors: [{ field: 'confirm_password', message: 'must be the same as the new password' }] });
    }
    await this.confirmations.confirm(token, new_password);
    return RESET;
  }
}
