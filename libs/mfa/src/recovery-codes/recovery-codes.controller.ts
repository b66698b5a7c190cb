import { Audited, Authenticated, CurrentUser, LimitedBySource, Problems, RequireRecentLogin, type UserPrincipal } from '@authengine/contracts';
import { Body, Controller, Header, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CodeDto } from '../codes/dto/code.dto.js';
import { MfaErrors } from '../mfa.errors.js';
import { RecoveryCodesDto } from './dto/recovery-codes.dto.js';
import { RecoveryCodesEvents } from './recovery-codes.events.js';
import { RecoveryCodesRenewal } from './recovery-codes-renewal.js';

@ApiTags('MFA')
@Controller('me/mfa/recovery-codes')
@Authenticated()
@LimitedBySource()
export class RecoveryCodesController {
  constructor(private readonly renewal: RecoveryCodesRenewal) {}

  @Post()
  @HttpCode(200)
  @RequireRecentLogin()
  @Audited(RecoveryCodesEvents.regenerated)
  @Problems(MfaErrors.not_enabled, MfaErrors.code_invalid, MfaErrors.too_many_attempts)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Make new recovery codes', description: 'Needs a code of the authenticator app or a recovery code. Older recovery codes stop working.' })
  @ApiOkResponse({ type: RecoveryCodesDto })
  async regenerate(@CurrentUser() user: UserPrincipal, @Body() { code }: CodeDto): Promise<RecoveryCodesDto> {
    const recovery_codes = await this.renewal.renew(user, code);
    return { message: 'These replace the recovery codes before. Keep them in a safe place: they are not shown again.', recovery_codes };
  }
}
