import { Audited, LimitedBySource, Problems, Public } from '@authengine/contracts';
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuthenticationErrors } from '../authentication/authentication.errors.js';
import { inEvenTime } from '../limits/even-time.js';
import { EmailVerification } from './email-verification.js';
import { ResendVerificationService } from './resend-verification.service.js';
import { MessageDto, OneTimeTokenDto, ResendVerificationDto } from './verification.dto.js';
import { VerificationEvents } from './verification.events.js';

const VERIFIED: MessageDto = { message: 'The address is confirmed. You can sign in now.' };
const SENT: MessageDto = { message: 'If that address is waiting to be confirmed, a new mail is on its way.' };

@ApiTags('Registration')
@Controller('auth/verify-email')
@Public()
@LimitedBySource()
export class VerificationController {
  constructor(
    private readonly verification: EmailVerification,
    private readonly resending: ResendVerificationService,
  ) {}

  @Get()
  @Audited(VerificationEvents.verified)
  @Problems(AuthenticationErrors.invalid_one_time_token)
  @ApiOperation({ summary: 'Confirm an address by a link', description: 'For clients of the predecessor; mails link to a page that asks for one click and uses POST.' })
  @ApiOkResponse({ type: MessageDto })
  verifyByLink(@Query() { token }: OneTimeTokenDto): Promise<MessageDto> {
    return this.verify({ token });
  }

  @Post()
  @HttpCode(200)
  @Audited(VerificationEvents.verified)
  @Problems(AuthenticationErrors.invalid_one_time_token)
  @ApiOperation({ summary: 'Confirm an address', description: 'Of a registration or of a change of address. The token is single use.' })
  @ApiOkResponse({ type: MessageDto })
  async verify(@Body() { token }: OneTimeTokenDto): Promise<MessageDto> {
    await this.verification.verify(token);
    return VERIFIED;
  }

  @Post('resend')
  @HttpCode(202)
  @Audited(VerificationEvents.resent)
  @ApiOperation({ summary: 'Ask for the verification mail again', description: 'The same answer, in the same time, whether or not there is such an account.' })
  @ApiAcceptedResponse({ type: MessageDto })
  resend(@Body() { email }: ResendVerificationDto): Promise<MessageDto> {
    return inEvenTime(async () => {
      await this.resending.resend(email);
      return SENT;
    });
  }
}
