import { AccessErrors, Audited, LimitedBySource, Problems, Public } from '@authengine/contracts';
import { OneTimeTokenDto } from '@authengine/identity';
import { OptionalCaller } from '@authengine/sessions';
import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { AcceptanceService } from './acceptance.service.js';
import { AcceptedInvitationDto, AcceptInvitationDto, InvitationPreviewDto } from './dto/accept-invitation.dto.js';
import { InvitationErrors } from './invitation.errors.js';
import { InvitationEvents } from './invitation.events.js';

@ApiTags('Registration')
@Controller('auth/invitations')
export class AcceptInvitationController {
  constructor(
    private readonly acceptance: AcceptanceService,
    private readonly callers: OptionalCaller,
  ) {}

  @Post('preview')
  @HttpCode(200)
  @Public()
  @LimitedBySource()
  @Problems(InvitationErrors.invalid)
  @ApiOperation({ summary: 'Whom an invitation is for', description: 'For the page of the invitation, so that password managers know the account, and how the organization wants it to look. The link stays valid.' })
  @ApiOkResponse({ type: InvitationPreviewDto })
  async preview(@Body() { token }: OneTimeTokenDto): Promise<InvitationPreviewDto> {
    const { email, tenantId, branding } = await this.acceptance.preview(token);
    return { email, tenant_id: tenantId, branding: branding };
  }

  @Post('accept')
  @HttpCode(200)
  @Public()
  @LimitedBySource()
  @Audited(InvitationEvents.accepted)
  @Problems(InvitationErrors.invalid, InvitationErrors.sign_in_required, AccessErrors.unauthenticated, InvitationErrors.other_address, InvitationErrors.no_longer_allowed)
  @ApiOperation({
    summary: 'Accept an invitation',
    description:
      'With a bearer token: the user accepts, and the invitation must be for their proven address. Without one: an account with `password` is made, the mail proves its address, and nobody is signed in. When the address has an account, the answer is 401 `invitation.sign_in_required`.',
  })
  @ApiBearerAuth('bearer')
  @ApiOkResponse({ type: AcceptedInvitationDto })
  async accept(@Body() { token, password, first_name, last_name }: AcceptInvitationDto, @Req() request: Request): Promise<AcceptedInvitationDto> {
    const caller = await this.callers.of(request);
    const { tenant, user } = caller
      ? await this.acceptance.acceptAs(caller.userId, token)
      : await this.acceptance.acceptAnew(token, { password: password ?? undefined, firstName: first_name || null, lastName: last_name || null });
    return { message: `You are now a member of ${tenant.name}.`, tenant_id: tenant.id, tenant_name: tenant.name, user_id: user.id };
  }
}
