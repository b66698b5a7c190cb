import { Audited, Authenticated, CurrentUser, LimitedBySource, Problems, RequireRecentLogin, type UserPrincipal } from '@authengine/contracts';
import { AuthenticationErrors } from '@authengine/sessions';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import { CREATION_OPTIONS_EXAMPLE } from '../dto/ceremony-options.js';
import { CompleteRegistrationDto } from '../dto/complete-registration.dto.js';
import { PasskeyDto, toPasskeyDto } from '../dto/passkey.dto.js';
import { PasskeyErrors } from '../passkey.errors.js';
import { PasskeyEvents } from '../passkey.events.js';
import { PasskeyRegistration } from './passkey-registration.js';

@ApiTags('Passkeys')
@Controller('auth/webauthn/register')
@Authenticated()
@LimitedBySource()
export class PasskeyRegistrationController {
  constructor(private readonly registration: PasskeyRegistration) {}

  @Post('begin')
  @HttpCode(200)
  @RequireRecentLogin()
  @Audited(PasskeyEvents.registrationBegun)
  @Problems(AuthenticationErrors.recent_login_required, PasskeyErrors.too_many)
  @ApiOperation({
    summary: 'Begin to register a passkey',
    description: 'The answer is for `PublicKeyCredential.parseCreationOptionsFromJSON()`, on a page of one of WEBAUTHN_ORIGINS (unless set: of the origin of APP_URL). Its challenge stands for 5 minutes, in this session.',
  })
  @ApiOkResponse({ description: 'PublicKeyCredentialCreationOptionsJSON', schema: { type: 'object', additionalProperties: true, example: CREATION_OPTIONS_EXAMPLE } })
  begin(@CurrentUser() user: UserPrincipal): Promise<PublicKeyCredentialCreationOptionsJSON> {
    return this.registration.begin(user);
  }

  @Post('complete')
  @HttpCode(200)
  @RequireRecentLogin()
  @Audited(PasskeyEvents.registered)
  @Problems(AuthenticationErrors.recent_login_required, PasskeyErrors.registration_refused, PasskeyErrors.already_registered, PasskeyErrors.too_many)
  @ApiOperation({ summary: 'Register the passkey', description: 'The passkey signs in from now on, and the owner of the account gets a mail. A challenge works for one try.' })
  @ApiOkResponse({ type: PasskeyDto })
  async complete(@CurrentUser() user: UserPrincipal, @Body() { credential, device_name }: CompleteRegistrationDto): Promise<PasskeyDto> {
    return toPasskeyDto(await this.registration.complete(user, credential, device_name));
  }
}
