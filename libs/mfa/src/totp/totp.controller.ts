import { Audited, Authenticated, CurrentUser, LimitedBySource, Problems, RequireRecentLogin, type UserPrincipal } from '@authengine/contracts';
import { MessageDto } from '@authengine/identity';
import { Body, Controller, Delete, Header, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CodeDto, OptionalCodeDto, TotpCodeDto } from '../codes/dto/code.dto.js';
import { MfaErrors } from '../mfa.errors.js';
import { RecoveryCodesDto } from '../recovery-codes/dto/recovery-codes.dto.js';
import { TotpEnrolmentDto } from './dto/totp.dto.js';
import { TotpEnrolment } from './totp-enrolment.js';
import { qrCodeDataUri } from './totp-qr-code.js';
import { TotpRemoval } from './totp-removal.js';
import { TotpEvents } from './totp.events.js';

@ApiTags('MFA')
@Controller('me/mfa')
@Authenticated()
@LimitedBySource()
export class TotpController {
  constructor(
    private readonly enrolment: TotpEnrolment,
    private readonly removal: TotpRemoval,
  ) {}

  @Post('enroll')
  @HttpCode(200)
  @RequireRecentLogin()
  @Audited(TotpEvents.enrolled)
  @Problems(MfaErrors.code_required, MfaErrors.code_invalid, MfaErrors.too_many_attempts)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Begin to use an authenticator app',
    description: 'The secret does not count until its first code is sent to /me/mfa/verify, within 15 minutes. To replace an app, send one of its codes or a recovery code.',
  })
  @ApiBody({ type: OptionalCodeDto, required: false })
  @ApiOkResponse({ type: TotpEnrolmentDto })
  async enroll(@CurrentUser() user: UserPrincipal, @Body() { code }: OptionalCodeDto): Promise<TotpEnrolmentDto> {
    const { secret, uri } = await this.enrolment.begin(user, code);
    return { provisioning_uri: uri, secret, qr_code: await qrCodeDataUri(uri), message: 'Scan the QR code with an authenticator app and confirm with a code of it.' };
  }

  @Post('verify')
  @HttpCode(200)
  @Audited(TotpEvents.confirmed)
  @Problems(MfaErrors.nothing_to_confirm, MfaErrors.code_invalid, MfaErrors.too_many_attempts)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Confirm the authenticator app by a first code', description: 'Turns multi-factor authentication on and ends all other sessions. The recovery codes are shown only now.' })
  @ApiOkResponse({ type: RecoveryCodesDto })
  async verify(@CurrentUser() user: UserPrincipal, @Body() { code }: TotpCodeDto): Promise<RecoveryCodesDto> {
    const recovery_codes = await this.enrolment.confirm(user, code);
    return { message: 'Multi-factor authentication is on. Keep the recovery codes in a safe place: they are not shown again.', recovery_codes };
  }

  @Delete('disable')
  @RequireRecentLogin()
  @Audited(TotpEvents.disabled)
  @Problems(MfaErrors.not_enabled, MfaErrors.code_invalid, MfaErrors.too_many_attempts)
  @ApiOperation({ summary: 'Turn multi-factor authentication off', description: 'Needs a code of the authenticator app or a recovery code. Ends all other sessions.' })
  @ApiOkResponse({ type: MessageDto })
  async disable(@CurrentUser() user: UserPrincipal, @Body() { code }: CodeDto): Promise<MessageDto> {
    await this.removal.remove(user, code);
    return { message: 'Multi-factor authentication is off.' };
  }

  /** RFC 9110 section 9.3.5: a DELETE's body has no meaning of its own, so clients and proxies may leave it out. */
  @Post('disable')
  @HttpCode(200)
  @RequireRecentLogin()
  @Audited(TotpEvents.disabled)
  @Problems(MfaErrors.not_enabled, MfaErrors.code_invalid, MfaErrors.too_many_attempts)
  @ApiOperation({ summary: 'Turn multi-factor authentication off, for clients whose DELETE has no body', description: 'The same as `DELETE /me/mfa/disable`.' })
  @ApiOkResponse({ type: MessageDto })
  disableByPost(@CurrentUser() user: UserPrincipal, @Body() body: CodeDto): Promise<MessageDto> {
    return this.disable(user, body);
  }
}
