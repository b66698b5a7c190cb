import { AccessErrors, Audited, Authenticated, CurrentUser, Problems, RequestErrors, type UserPrincipal } from '@authengine/contracts';
import type { TenantId } from '@authengine/kernel';
import { MfaDemand, TenantMfaErrors } from '@authengine/rbac';
import { TokensDto } from '@authengine/sessions';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ActiveTenantService } from './active-tenant.service.js';
import { ActiveTenantEvents } from './active-tenant.events.js';
import { SelectTenantDto } from './select-tenant.dto.js';

@ApiTags('Authentication')
@Controller('auth')
export class SelectTenantController {
  constructor(
    private readonly active: ActiveTenantService,
    private readonly secondFactor: MfaDemand,
  ) {}

  @Post('select-tenant')
  @HttpCode(200)
  @Authenticated()
  @Audited(ActiveTenantEvents.selected)
  @Problems(RequestErrors.not_found, AccessErrors.forbidden, TenantMfaErrors.mfa_required)
  @ApiOperation({ summary: 'Choose the tenant that this session is in', description: 'The answer has new tokens of the same session. The refresh token before is used up. A session with the refresh cookie is answered the next cookie, so a page sends this with credentials.' })
  @ApiOkResponse({ type: TokensDto })
  async select(@CurrentUser() user: UserPrincipal, @Body() { tenant_id }: SelectTenantDto): Promise<TokensDto> {
    const tenantId = tenant_id.toLowerCase() as TenantId;
    await this.secondFactor.check(user, tenantId);
    return this.active.select(tenantId, user);
  }
}
