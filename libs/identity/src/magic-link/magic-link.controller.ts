import { Audited, LimitedBySource, Problems, Public, RequestErrors } from '@authengine/contracts';
import { AuthenticationErrors, type LoginDto } from '@authengine/sessions';
import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { inEvenTime } from '../limits/even-time.js';
import { answerSignIn, ApiSignInAnswers } from '../sign-in/answer-sign-in.js';
import type { MfaChallengeDto } from '../sign-in/second-factor.port.js';
import { SignInEvents } from '../sign-in/sign-in.events.js';
import { MessageDto, OneTimeTokenDto } from '../verification/verification.dto.js';
import { MagicLinkHandOverDto, MagicLinkPreviewDto, MagicLinkRequestDto, MagicLinkSignInDto } from './magic-link.dto.js';
import { MagicLinkEvents } from './magic-link.events.js';
import { MagicLinkRequestService } from './magic-link-request.service.js';
import { MagicLinkSignInService } from './magic-link-sign-in.service.js';

const SENT: MessageDto = { message: 'If that address can sign in, a mail with a link is on its way.' };

@ApiTags('Magic links')
@Controller('auth/magic-link')
@Public()
@LimitedBySource()
export class MagicLinkController {
  constructor(
    private readonly requests: MagicLinkRequestService,
    private readonly signIns: MagicLinkSignInService,
  ) {}

  @Post('request')
  @HttpCode(202)
  @Audited(MagicLinkEvents.requested)
  @Problems(RequestErrors.invalid)
  @ApiOperation({
    summary: 'Ask for a link to sign in by',
    description: 'The answer is the same, in the same time, whether or not there is such an account. Only the newest link works. It opens a page that asks for one click, or MAGIC_LINK_URL.',
  })
  @ApiAcceptedResponse({ type: MessageDto })
  request(@Body() { email, redirect_to }: MagicLinkRequestDto): Promise<MessageDto> {
    return inEvenTime(async () => {
      await this.requests.request(email, redirect_to);
      return SENT;
    });
  }

  @Post('preview')
  @HttpCode(200)
  @Problems(AuthenticationErrors.invalid_one_time_token)
  @ApiOperation({ summary: 'What a link is for', description: 'For the page that asks for the click: who will be signed in, and when and with which device the link was requested. The link stays valid.' })
  @ApiOkResponse({ type: MagicLinkPreviewDto })
  preview(@Body() { token }: OneTimeTokenDto): Promise<MagicLinkPreviewDto> {
    return this.signIns.preview(token);
  }

  @Post('hand-over')
  @HttpCode(200)
  @Audited(MagicLinkEvents.handedOver)
  @Problems(AuthenticationErrors.invalid_one_time_token)
  @ApiOperation({ summary: 'Confirm a link and go back to the application', description: 'For a link with `redirect_to`: the link is exchanged for another one in the query of that URL, which works once, for a minute. So no fragment outlives a redirect.' })
  @ApiOkResponse({ type: MagicLinkHandOverDto })
  handOver(@Body() { token }: OneTimeTokenDto): Promise<MagicLinkHandOverDto> {
    return this.signIns.handOver(token);
  }

  @Get('verify')
  @Audited(SignInEvents.succeeded, { refusal: SignInEvents.failed })
  @Problems(AuthenticationErrors.invalid_one_time_token)
  @ApiOperation({ summary: 'Sign in by a link', description: 'For clients of the predecessor. Mails link to a page that asks for one click and uses POST.' })
  @ApiSignInAnswers()
  signInByLink(@Query() { token }: OneTimeTokenDto, @Res({ passthrough: true }) response: Response): Promise<LoginDto | MfaChallengeDto> {
    return this.signIn({ token }, response);
  }

  @Post('verify')
  @HttpCode(200)
  @Audited(SignInEvents.succeeded, { refusal: SignInEvents.failed })
  @Problems(AuthenticationErrors.invalid_one_time_token, AuthenticationErrors.origin_not_allowed)
  @ApiOperation({ summary: 'Sign in by a link', description: 'Single use. The first proof of an address drops the password, sessions and factors that were set up before it.' })
  @ApiSignInAnswers()
  async signIn(@Body() { token, refresh_transport }: MagicLinkSignInDto, @Res({ passthrough: true }) response: Response): Promise<LoginDto | MfaChallengeDto> {
    return answerSignIn(await this.signIns.signInBy(token, refresh_transport), response);
  }
}
