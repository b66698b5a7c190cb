import { Audited, Problems, RequirePermissions, ServerErrors, TenantPermissions } from '@authengine/contracts';
import { Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { tenantLog } from '../leaf/log-name.js';
import { CheckpointDto, ConsistencyProofDto, InclusionProofDto } from './dto/evidence.dto.js';
import { ConsistencyQuery, InclusionQuery } from './dto/proof-query.dto.js';
import { EvidenceAnswers } from './evidence-answers.js';
import { EvidenceErrors } from './evidence.errors.js';
import { EvidenceEvents } from './evidence.events.js';

const TENANT = { name: 'tenant_id', schema: { type: 'string', format: 'uuid' } } as const;
const logOf = (tenantId: string): string => tenantLog(tenantId.toLowerCase());

/** Evidence of a tenant's own log. Only the path's tenant decides whose. */
@ApiTags('audit')
@Controller('tenants/audit/:tenant_id')
export class TenantEvidenceController {
  constructor(private readonly answers: EvidenceAnswers) {}

  @Get('checkpoint')
  @Header('Cache-Control', 'no-store')
  @RequirePermissions(TenantPermissions.auditView, { tenantParam: 'tenant_id' })
  @Problems(EvidenceErrors.no_checkpoint)
  @ApiOperation({ summary: "The newest signed checkpoint of the tenant's audit log" })
  @ApiParam(TENANT)
  @ApiOkResponse({ type: CheckpointDto })
  newest(@Param('tenant_id') tenantId: string): Promise<CheckpointDto> {
    return this.answers.newest(logOf(tenantId));
  }

  @Post('checkpoint')
  @HttpCode(200)
  @RequirePermissions(TenantPermissions.auditView, { tenantParam: 'tenant_id' })
  @Audited(EvidenceEvents.signed)
  @Problems(EvidenceErrors.no_checkpoint, EvidenceErrors.contradicted, ServerErrors.unavailable)
  @ApiOperation({ summary: "Sign the tenant's audit log as it is now" })
  @ApiParam(TENANT)
  @ApiOkResponse({ type: CheckpointDto })
  sign(@Param('tenant_id') tenantId: string): Promise<CheckpointDto> {
    return this.answers.sign(logOf(tenantId));
  }

  @Get('proofs/inclusion')
  @Header('Cache-Control', 'no-store')
  @RequirePermissions(TenantPermissions.auditView, { tenantParam: 'tenant_id' })
  @Audited(EvidenceEvents.proven)
  @Problems(EvidenceErrors.entry_unknown, EvidenceErrors.not_signed_yet, ServerErrors.unavailable)
  @ApiOperation({ summary: 'An entry, with the proof that the log has it' })
  @ApiParam(TENANT)
  @ApiOkResponse({ type: InclusionProofDto })
  inclusion(@Param('tenant_id') tenantId: string, @Query() query: InclusionQuery): Promise<InclusionProofDto> {
    return this.answers.inclusion(logOf(tenantId), query);
  }

  @Get('proofs/consistency')
  @Header('Cache-Control', 'no-store')
  @RequirePermissions(TenantPermissions.auditView, { tenantParam: 'tenant_id' })
  @Problems(EvidenceErrors.no_checkpoint)
  @ApiOperation({ summary: 'The proof that the log only grew between two sizes' })
  @ApiParam(TENANT)
  @ApiOkResponse({ type: ConsistencyProofDto })
  consistency(@Param('tenant_id') tenantId: string, @Query() query: ConsistencyQuery): Promise<ConsistencyProofDto> {
    return this.answers.consistency(logOf(tenantId), query);
  }
}
