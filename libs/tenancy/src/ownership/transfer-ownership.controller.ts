import { AccessErrors, Audited, Authenticated, AuditTrail, CurrentUser, Problems, RequestErrors, type UserPrincipal } from '@authengine/contracts';
import { TenantDto, TenantErrors, TenantEvents, toTenantDto } from '@authengine/directory';
import type { UserId } from '@authengine/kernel';
import { ApiDryRunAnswers, AccessWrites, DryRunQuery, type ForecastDto, RoleErrors, MfaDemand, TenantMfaErrors } from '@authengine/rbac';
import { AuthenticationErrors } from '@authengine/sessions';
import { Body, Controller, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { tenantIdFrom } from '../tenants/ids-from-path.js';
import { TransferOwnershipDto } from './dto/transfer-ownership.dto.js';
import { OwnershipTransferService } from './ownership-transfer.service.js';

@ApiTags('Tenant administration')
@Controller('tenants')
export class TransferOwnershipController {
  constructor(
    private readonly transfers: OwnershipTransferService,
    private readonly writes: AccessWrites,
    private readonly secondFactor: MfaDemand,
    private readonly trail: AuditTrail,
  ) {}

  /** Who may is asked in the transaction: the owner, or who manages tenants on the platform; no one permission says that. */
  @Post(':tenant_id/transfer-ownership')
  @HttpCode(200)
  @Authenticated()
  @Audited(TenantEvents.ownershipTransferred)
  @Problems(RequestErrors.not_found, AccessErrors.forbidden, TenantMfaErrors.mfa_required, AuthenticationErrors.recent_login_required, RoleErrors.level_insufficient, TenantErrors.owner_not_active, TenantErrors.platform_protected, TenantErrors.changed_meanwhile)
  @ApiOperation({
    summary: 'Hand the tenant over to another member',
    description: 'Needs to be the owner, with a recent login, or `platform.tenants.manage`. The former owner stays a member, as TENANT_USER when they hold no other role. With `dry_run=true` nothing changes, and the answer says what would.',
  })
  @ApiParam({ name: 'tenant_id', format: 'uuid' })
  @ApiDryRunAnswers({ status: 200, type: TenantDto })
  async transfer(
    @CurrentUser() caller: UserPrincipal,
    @Param('tenant_id') id: string,
    @Body() { user_id }: TransferOwnershipDto,
    @Query() query: DryRunQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TenantDto | ForecastDto> {
    const [tenantId, to] = [tenantIdFrom(id), user_id.toLowerCase() as UserId];
    await this.secondFactor.check(caller, tenantId);
    this.trail.describe({ tenantId, resourceId: tenantId, targetUserId: to });
    const write = async (): Promise<TenantDto> => toTenantDto(await this.transfers.transfer(tenantId, to, caller));
    return this.writes.perform(query, response, { actorId: caller.userId, event: TenantEvents.ownershipTransferred, scope: { tenantId, users: [to] }, write });
  }
}
