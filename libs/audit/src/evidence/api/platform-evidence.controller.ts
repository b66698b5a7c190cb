import { Audited, PlatformPermissions, Problems, RequirePermissions, ServerErrors } from '@authengine/contracts';
import { Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PLATFORM_LOG } from '../leaf/log-name.js';
import { CheckpointDto, ConsistencyProofDto, InclusionProofDto } from './dto/evidence.dto.js';
import { ConsistencyQuery, InclusionQuery } from './dto/proof-query.dto.js';
import { EvidenceAnswers } from './evidence-answers.js';
import { EvidenceErrors } from './evidence.errors.js';
import { EvidenceEvents } from './evidence.events.js';

/** Evidence of the platform's log, which has every entry. */
@ApiTags('audit')
@Controller('platform/audit')
export class PlatformEvidenceController {
  constructor(private readonly answers: EvidenceAnswers) {}

  @Get('checkpoint')
  @Header('Cache-Control', 'no-store')
  @RequirePermissions(PlatformPermissions.auditView)
  @Problems(EvidenceErrors.no_checkpoint)
  @ApiOperation({ summary: "The newest signed checkpoint of the platform's audit log" })
  @ApiOkResponse({ type: CheckpointDto })
  newest(): Promise<CheckpointDto> {
    return this.answers.newest(PLATFORM_LOG);
  }

  @Post('checkpoint')
  @HttpCode(200)
  @RequirePermissions(PlatformPermissions.auditView)
  @Audited(EvidenceEvents.signed)
  @Problems(EvidenceErrors.no_checkpoint, EvidenceErrors.contradicted, ServerErrors.unavailable)
  @ApiOperation({ summary: "Sign the platform's audit log as it is now" })
  @ApiOkResponse({ type: CheckpointDto })
  sign(): Promise<CheckpointDto> {
    return this.answers.sign(PLATFORM_LOG);
  }

  @Get('proofs/inclusion')
  @Header('Cache-Control', 'no-store')
  @RequirePermissions(PlatformPermissions.auditView)
  @Audited(EvidenceEvents.proven)
  @Problems(EvidenceErrors.entry_unknown, EvidenceErrors.not_signed_yet, ServerErrors.unavailable)
  @ApiOperation({ summary: 'An entry, with the proof that the log has it' })
  @ApiOkResponse({ type: InclusionProofDto })
  inclusion(@Query() query: InclusionQuery): Promise<InclusionProofDto> {
    return this.answers.inclusion(PLATFORM_LOG, query);
  }

  @Get('proofs/consistency')
  @Header('Cache-Control', 'no-store')
  @RequirePermissions(PlatformPermissions.auditView)
  @Problems(EvidenceErrors.no_checkpoint)
  @ApiOperation({ summary: 'The proof that the log only grew between two sizes' })
  @ApiOkResponse({ type: ConsistencyProofDto })
  consistency(@Query() query: ConsistencyQuery): Promise<ConsistencyProofDto> {
    return this.answers.consistency(PLATFORM_LOG, query);
  }
}
