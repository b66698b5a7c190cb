import { Public } from '@authengine/contracts';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { EvidenceKeysDto } from './dto/evidence.dto.js';
import { EvidenceAnswers } from './evidence-answers.js';

/** For everybody who verifies a checkpoint, wherever they have it from. */
@ApiTags('audit')
@Controller('audit')
export class EvidenceKeysController {
  constructor(private readonly answers: EvidenceAnswers) {}

  @Get('keys')
  @Public()
  @Header('Cache-Control', 'public, max-age=60')
  @ApiOperation({ summary: 'The public keys that sign checkpoints of the audit log, with the former ones' })
  @ApiOkResponse({ type: EvidenceKeysDto })
  keys(): Promise<EvidenceKeysDto> {
    return this.answers.publicKeys();
  }
}
