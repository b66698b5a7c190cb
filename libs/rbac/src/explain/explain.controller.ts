import { AccessErrors, Audited, Authenticated, CurrentUser, Problems, RequestErrors, type UserPrincipal } from '@authengine/contracts';
import type { TenantId, UserId } from '@authengine/kernel';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { MfaDemand } from '../access/mfa-demand.js';
import { TenantMfaErrors } from '../access/tenant-mfa.errors.js';
import { ExplainDto, ExplanationDto, toExplanationDto } from './dto/explain.dto.js';
import { ExplainEvents } from './explain.events.js';
import { ExplainService } from './explain.service.js';

/** The permission needed depends on the body, so the service checks it. */
@ApiTags('Permissions')
@Controller('authz')
export class ExplainController {
  constructor(
    private readonly service: ExplainService,
    private readonly secondFactor: MfaDemand,
  ) {}

  @Post('explain')
  @HttpCode(200)
  @Authenticated()
  @Audited(ExplainEvents.explained)
  @Problems(AccessErrors.forbidden, TenantMfaErrors.mfa_required, RequestErrors.not_found)
  @ApiOperation({
    summary: 'Why may a user do this, or why not?',
    description: 'With `platform.users.view`, about anyone; with `tenant.roles.view` in a tenant, about its members there and permissions of tenants. Anyone and anything else answers like what does not exist.',
  })
  @ApiOkResponse({ type: ExplanationDto })
  async explain(@CurrentUser() asker: UserPrincipal, @Body() body: ExplainDto): Promise<ExplanationDto> {
    const question = {
      userId: body.user_id as UserId,
      permission: body.permission,
      tenantId: (body.tenant_id ?? null) as TenantId | null,
    };
    await this.secondFactor.check(asker, question.tenantId);
    return toExplanationDto(question, await this.service.explain(asker.userId, question));
  }
}
