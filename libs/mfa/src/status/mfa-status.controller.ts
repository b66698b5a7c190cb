import { AccessErrors, Authenticated, CurrentUser, type UserPrincipal } from '@authengine/contracts';
import { Users } from '@authengine/directory';
import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RecoveryCodes } from '../recovery-codes/recovery-codes.js';
import { MfaStatusDto } from './dto/mfa-status.dto.js';
import { MfaMethods } from './mfa-methods.js';

@ApiTags('MFA')
@Controller('me/mfa/status')
@Authenticated()
export class MfaStatusController {
  constructor(
    private readonly users: Users,
    private readonly methods: MfaMethods,
    private readonly recoveryCodes: RecoveryCodes,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Whether multi-factor authentication is on, and by which methods' })
  @ApiOkResponse({ type: MfaStatusDto })
  async status(@CurrentUser() { userId }: UserPrincipal): Promise<MfaStatusDto> {
    const user = await this.users.find(userId);
    if (!user) throw AccessErrors.unauthenticated();
    return { mfa_enabled: user.mfaEnabled, methods: await this.methods.of(user), recovery_codes_left: await this.recoveryCodes.left(userId) };
  }
}
