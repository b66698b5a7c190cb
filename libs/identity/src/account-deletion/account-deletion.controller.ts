import { Audited, Authenticated, CurrentUser, LimitedBySource, Problems, Public, RequireRecentLogin, type UserPrincipal } from '@authengine/contracts';
import { UserErrors } from '@authengine/directory';
import { AuthenticationErrors } from '@authengine/sessions';
import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { en } from '../pages/messages/en.js';
import { MessageDto, OneTimeTokenDto } from '../verification/verification.dto.js';
import { AccountDeletionEvents } from './account-deletion.events.js';
import { AccountDeletionService } from './account-deletion.service.js';
import { ExportDto } from './export.dto.js';
import { ExportService } from './export.service.js';

class DeletionDto extends MessageDto {
  @ApiProperty({ format: 'date-time', description: 'Until then, a link in a mail undoes the deletion', example: '2026-01-29T09:30:00.000Z' }) erased_after!: string;
}

const UNDONE: MessageDto = { message: en['undo_deletion.done'] };

@ApiTags('Me')
@Controller()
@LimitedBySource()
export class AccountDeletionController {
  constructor(
    private readonly deletions: AccountDeletionService,
    private readonly exports: ExportService,
  ) {}

  @Delete('me')
  @HttpCode(202)
  @Authenticated()
  @RequireRecentLogin()
  @Audited(AccountDeletionEvents.requested)
  @Problems(AuthenticationErrors.recent_login_required, UserErrors.owns_tenant)
  @ApiOperation({ summary: 'Delete your account', description: 'Ends every session at once. The account is erased 14 days later; until then a link in a mail undoes it.' })
  @ApiAcceptedResponse({ type: DeletionDto })
  async delete(@CurrentUser() user: UserPrincipal): Promise<DeletionDto> {
    const erasedAfter = await this.deletions.request(user);
    return { message: 'Every device is signed out, and the account will be erased. A mail lets you undo this until then.', erased_after: erasedAfter.toISOString() };
  }

  @Post('auth/undo-deletion')
  @HttpCode(200)
  @Public()
  @Audited(AccountDeletionEvents.undone)
  @Problems(AuthenticationErrors.invalid_one_time_token)
  @ApiOperation({ summary: 'Keep an account that is about to be erased', description: 'Needs the token of the mail about the deletion. Nobody is signed in.' })
  @ApiOkResponse({ type: MessageDto })
  async undo(@Body() { token }: OneTimeTokenDto): Promise<MessageDto> {
    await this.deletions.undo(token);
    return UNDONE;
  }

  @Get('me/export')
  @Authenticated()
  @RequireRecentLogin()
  @Audited(AccountDeletionEvents.exported)
  @Problems(AuthenticationErrors.recent_login_required)
  @ApiOperation({ summary: 'What is kept of you', description: 'The answer is your own data as JSON, without secrets, and without what others did.' })
  @ApiOkResponse({ type: ExportDto })
  export(@CurrentUser() { userId }: UserPrincipal): Promise<ExportDto> {
    return this.exports.of(userId);
  }
}
