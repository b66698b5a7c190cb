import { Audited, Authenticated, CurrentUser, LimitedBySource, Problems, RequireRecentLogin, type UserPrincipal } from '@authengine/contracts';
import { AuthenticationErrors } from '@authengine/sessions';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { MessageDto } from '../verification/verification.dto.js';
import { FirstPasswordService } from './first-password.service.js';
import { ChangePasswordDto, SetPasswordDto } from './password-change.dto.js';
import { PasswordErrors } from './password-change.errors.js';
import { PasswordChangeEvents } from './password-change.events.js';
import { PasswordChangeService } from './password-change.service.js';

const CHANGED: MessageDto = { message: 'The password is changed. Every other device is signed out.' };
const SET: MessageDto = { message: 'The password is set. You can sign in with it now.' };

@ApiTags('Passwords')
@Controller('auth')
@Authenticated()
@LimitedBySource()
export class PasswordChangeController {
  constructor(
    private readonly changes: PasswordChangeService,
    private readonly firstPasswords: FirstPasswordService,
  ) {}

  @Post('password')
  @HttpCode(200)
  @Audited(PasswordChangeEvents.changed, { refusal: PasswordChangeEvents.refused })
  @Problems(AuthenticationErrors.not_confirmed, AuthenticationErrors.too_many_attempts, PasswordErrors.not_set)
  @ApiOperation({ summary: 'Change the password', description: 'Ends every other session of the user. A wrong current password counts like a failed login.' })
  @ApiOkResponse({ type: MessageDto })
  async change(@CurrentUser() user: UserPrincipal, @Body() { current_password, new_password }: ChangePasswordDto): Promise<MessageDto> {
    await this.changes.change(user, current_password, new_password);
    return CHANGED;
  }

  @Post('set-password')
  @HttpCode(200)
  @RequireRecentLogin()
  @Audited(PasswordChangeEvents.set, { refusal: PasswordChangeEvents.refused })
  @Problems(PasswordErrors.already_set, PasswordErrors.address_not_proven)
  @ApiOperation({ summary: 'Set a first password', description: 'For an account without a password, for example one that a social login made.' })
  @ApiOkResponse({ type: MessageDto })
  async set(@CurrentUser() user: UserPrincipal, @Body() { new_password }: SetPasswordDto): Promise<MessageDto> {
    await this.firstPasswords.set(user, new_password);
    return SET;
  }
}
