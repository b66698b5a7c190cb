import { Audited, LimitedBySource, Problems, Public, RequestErrors } from '@authengine/contracts';
import { AskingBrowsers } from '@authengine/identity';
import { AuthenticationErrors, LoginDto } from '@authengine/sessions';
import { Body, Controller, Header, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { MfaErrors } from '../mfa.errors.js';
import { ChallengeCompletion, type GivenFactor } from './challenge-completion.js';
import { ChallengeErrors } from './challenge.errors.js';
import { ChallengeEvents } from './challenge.events.js';
import { CompleteChallengeDto } from './dto/complete-challenge.dto.js';

@ApiTags('Authentication')
@Controller('auth/mfa')
export class ChallengeController {
  constructor(
    private readonly completion: ChallengeCompletion,
    private readonly askingBrowsers: AskingBrowsers,
  ) {}

  @Post('complete')
  @HttpCode(200)
  @Public()
  @LimitedBySource()
  @Audited(ChallengeEvents.completed, { refusal: ChallengeEvents.failed })
  @Problems(RequestErrors.invalid, ChallengeErrors.second_factor_invalid, AuthenticationErrors.origin_not_allowed, MfaErrors.too_many_attempts)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Answer the challenge of a sign-in',
    description: 'With a code of the authenticator app, a recovery code, or, where `methods` has `webauthn`, a `credential` by the options of POST /auth/webauthn/authenticate/begin. A challenge stands for 5 minutes and takes 5 tries; a wrong one does not end it before.',
  })
  @ApiOkResponse({ type: LoginDto })
  async complete(@Body() { mfa_pending_token, code, credential, refresh_transport }: CompleteChallengeDto, @Res({ passthrough: true }) response: Response): Promise<LoginDto> {
    const { login, asking } = await this.completion.complete(mfa_pending_token, givenFactor(code, credential), refresh_transport);
    if (asking) this.askingBrowsers.keep(response, asking);
    return login;
  }
}

/** @throws RequestErrors.invalid */
function givenFactor(code: CompleteChallengeDto['code'], credential: CompleteChallengeDto['credential']): GivenFactor {
  if (code !== undefined && credential === undefined) return { code };
  if (credential !== undefined && code === undefined) return { credential };
  throw RequestErrors.invalid({ errors: [{ field: 'code', message: 'either code or credential is needed' }] });
}
