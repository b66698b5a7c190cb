import { Audited, LimitedBySource, Problems, Public } from '@authengine/contracts';
import { SignInEvents, type MfaChallengeDto } from '@authengine/identity';
import { AuthenticationErrors, type RefreshTransport, RefreshTransportField } from '@authengine/sessions';
import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { Response } from 'express';
import { ApiSocialSignInAnswers, type SocialLoginDto } from '../callback/social-login.dto.js';
import { OAuthErrors } from '../oauth.errors.js';
import { ExchangeCodes } from './exchange-codes.js';

export class ExchangeDto {
  @ApiProperty({ description: 'From the query of `redirect_to`', example: 'Jx0c9d6mUq3h8yQm4c1oZb7kVtW2rXn5sLpEaGfHiTg', maxLength: 512 })
  @IsString()
  @MaxLength(512)
  code!: string;

  @ApiPropertyOptional({ type: String, description: 'The verifier (RFC 7636 section 4.1). Allowed only when the sign-in had a `code_challenge`', pattern: '^[A-Za-z0-9._~-]{43,128}$', example: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk' })
  @IsOptional()
  @Matches(/^[A-Za-z0-9._~-]{43,128}$/)
  code_verifier?: string | null;

  @RefreshTransportField()
  refresh_transport?: RefreshTransport | null;
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
  @Problems(OAuthErrors.invalid_code, OAuthErrors.not_allowed, AuthenticationErrors.origin_not_allowed)
  @ApiOperation({ summary: 'Exchange the one-time code of a sign-in for its tokens', description: 'The code works once, for 60 seconds. A sign-in with a `code_challenge` needs its `code_verifier`; without one, `code_verifier` is refused.' })
  @ApiSocialSignInAnswers({ links: false })
  async exchange(@Body() { code, code_verifier, refresh_transport }: ExchangeDto, @Res({ passthrough: true }) response: Response): Promise<SocialLoginDto | MfaChallengeDto> {
    const answer = await this.codes.exchange({ code, verifier: code_verifier ?? undefined, refreshTransport: refresh_transport });
    if ('mfa_pending_token' in answer) response.status(202);
    return answer;
  }
}
