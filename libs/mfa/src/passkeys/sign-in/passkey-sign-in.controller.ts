import { Audited, LimitedBySource, Problems, Public } from '@authengine/contracts';
import { AskingBrowsers, type MfaChallengeDto, SignInEvents } from '@authengine/identity';
import { AuthenticationErrors, LoginDto } from '@authengine/sessions';
import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import type { Response } from 'express';
import { REQUEST_OPTIONS_EXAMPLE } from '../dto/ceremony-options.js';
import { BeginSignInDto, CompleteSignInDto } from '../dto/sign-in.dto.js';
import { PasskeyErrors } from '../passkey.errors.js';
import { PasskeySignIn } from './passkey-sign-in.js';

@ApiTags('Passkeys')
@Controller('auth/webauthn/authenticate')
@Public()
@LimitedBySource()
export class PasskeySignInController {
  constructor(
    private readonly service: PasskeySignIn,
    private readonly askingBrowsers: AskingBrowsers,
  ) {}

  @Post('begin')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Begin to sign in by a passkey',
    description: 'The answer is for `PublicKeyCredential.parseRequestOptionsFromJSON()`, on a page of one of WEBAUTHN_ORIGINS (unless set: of the origin of APP_URL). It is the same for everyone but for its challenge, which stands for 5 minutes; with `email`, for a passkey of the user who has that address alone.',
  })
  @ApiBody({ type: BeginSignInDto, required: false })
  @ApiOkResponse({ description: 'PublicKeyCredentialRequestOptionsJSON', schema: { type: 'object', additionalProperties: true, example: REQUEST_OPTIONS_EXAMPLE } })
  begin(@Body() { email }: BeginSignInDto): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return this.service.begin(email);
  }

  @Post('complete')
  @HttpCode(200)
  @Audited(SignInEvents.succeeded, { refusal: SignInEvents.failed })
  @Problems(PasskeyErrors.not_accepted, AuthenticationErrors.origin_not_allowed)
  @ApiOperation({
    summary: 'Sign in by a passkey',
    description: 'One answer, 401 `webauthn.not_accepted`, for whatever is wrong. No second factor is asked for: the passkey is one, and its authenticator verified the user. A challenge is good for one try.',
  })
  @ApiOkResponse({ type: LoginDto })
  async complete(@Body() { credential, refresh_transport }: CompleteSignInDto, @Res({ passthrough: true }) response: Response): Promise<LoginDto | MfaChallengeDto> {
    const { login, asking } = await this.service.complete(credential, refresh_transport);
    if (asking) this.askingBrowsers.keep(response, asking);
    return login;
  }
}
