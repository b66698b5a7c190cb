import { AccessErrors, Audited, LimitedBySource, Problems, Public } from '@authengine/contracts';
import { AuthenticationErrors } from '@authengine/sessions';
import { Body, Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { en } from '../pages/messages/en.js';
import { inEvenTime } from '../limits/even-time.js';
import { AccountsAtHand } from '../pending-email/accounts-at-hand.js';
import { EmailVerification } from './email-verification.js';
import { ResendVerificationService } from './resend-verification.service.js';
import { MessageDto, OneTimeTokenDto, ResendVerificationDto } from './verification.dto.js';
import { VerificationEvents } from './verification.events.js';

const VERIFIED: MessageDto = { message: en['verify.done'] };
const PASSWORD_MISSING: MessageDto = { message: en['verify.done_password'] };
const SENT: MessageDto = { message: 'If that address is waiting to be confirmed, a new mail is on its way.' };

@ApiTags('Registration')
@Controller('auth/verify-email')
@Public()
@LimitedBySource()
export class VerificationController {
  constructor(
    private readonly verification: EmailVerification,
    private readonly resending: ResendVerificationService,
    private readonly accounts: AccountsAtHand,
  ) {}

  @Get()
  @Audited(VerificationEvents.verified)
  @Problems(AuthenticationErrors.invalid_one_time_token, AuthenticationErrors.asked_elsewhere, AccessErrors.unauthenticated)
  @ApiBearerAuth('bearer')
  @ApiOperation({ summary: 'Confirm an address by a link', description: 'For clients of the predecessor. Mails link to a page that asks for one click and uses POST.' })
  @ApiOkResponse({ type: MessageDto })
  verifyByLink(@Query() { token }: OneTimeTokenDto, @Req() request: Request): Promise<MessageDto> {
    return this.verify({ token }, request);
  }

  @Post()
  @HttpCode(200)
  @Audited(VerificationEvents.verified)
  @Problems(AuthenticationErrors.invalid_one_time_token, AuthenticationErrors.asked_elsewhere, AccessErrors.unauthenticated)
  @ApiBearerAuth('bearer')
  @ApiOperation({ summary: 'Confirm an address', description: 'Proves the address of a registration, of a change of address, or of an account whose address a provider named. The token works once. For an account that has no address yet it counts only where that account is signed in: with its bearer token, or in the browser in which it signed in, while that session stands (403 `auth.asked_elsewhere`, and the token stays good).' })
  @ApiOkResponse({ type: MessageDto })
  async verify(@Body() { token }: OneTimeTokenDto, @Req() request: Request): Promise<MessageDto> {
    return (await this.verification.verify(token, await this.accounts.of(request))) === 'complete' ? VERIFIED : PASSWORD_MISSING;
  }

  @Post('resend')
  @HttpCode(202)
  @Audited(VerificationEvents.resent)
  @ApiOperation({ summary: 'Ask for the verification mail again', description: 'The answer is the same, in the same time, whether or not there is such an account.' })
  @ApiAcceptedResponse({ type: MessageDto })
  resend(@Body() { email }: ResendVerificationDto): Promise<MessageDto> {
    return inEvenTime(async () => {
      await this.resending.resend(email);
      return SENT;
    });
  }
}
