import { Audited, LimitedBySource, Problems, Public } from '@authengine/contracts';
import { SignInEvents, type MfaChallengeDto } from '@authengine/identity';
import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import type { Response } from 'express';
import { ApiSocialSignInAnswers, type SocialLoginDto } from '../callback/social-login.dto.js';
import { OAuthErrors } from '../oauth.errors.js';
import { ExchangeCodes } from './exchange-codes.js';

export class ExchangeDto {
  @ApiProperty({ description: 'From the query of `redirect_to`', example: 'Jx0c9d6mUq3h8yQm4c1oZb7kVtW2rXn5sLpEaGfHiTg', maxLength: 512 })
  @IsString()
  @MaxLength(512)
  code!: string;
}

@ApiTags('Social login')
@Controller('auth/oauth')
export class OAuthExchangeController {
  constructor(private readonly codes: ExchangeCodes) {}

  @Post('exchange')
  @HttpCode(200)
  @Public()
  @LimitedBySource()
  @Audited(SignInEvents.succeeded, { refusal: SignInEvents.failed })
  @Problems(OAuthErrors.invalid_code, OAuthErrors.not_allowed)
  @ApiOperation({ summary: 'Exchange the one-time code of a sign-in for its tokens', description: 'The code is single use and lives for 60 seconds.' })
  @ApiSocialSignInAnswers({ links: false })
  async exchange(@Body() { code }: ExchangeDto, @Res({ passthrough: true }) response: Response): Promise<SocialLoginDto | MfaChallengeDto> {
    const answer = await this.codes.exchange(code);
    if ('mfa_pending_token' in answer) response.status(202);
    return answer;
  }
}
