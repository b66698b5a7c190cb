import { Public } from '@authengine/contracts';
import { Controller, Get, HttpStatus, Res, ServiceUnavailableException } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import type { Response } from 'express';
import { Draining } from '../draining.js';
import { Dependencies } from './dependencies.js';
import { LiveDto, ReadyDto } from './health.dto.js';

@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly dependencies: Dependencies,
    private readonly draining: Draining,
  ) {}

  @Get('live')
  @Public()
  @ApiOperation({ summary: 'Whether the process runs; says nothing of its dependencies' })
  @ApiOkResponse({ type: LiveDto })
  live(): LiveDto {
    return { status: 'ok' };
  }

  @Get('ready')
  @Public()
  @ApiOperation({ summary: 'Whether requests should be sent here' })
  @ApiOkResponse({ type: ReadyDto })
  @ApiServiceUnavailableResponse({ type: ReadyDto, description: 'A dependency is down, or the process is stopping' })
  async ready(@Res({ passthrough: true }) response: Response): Promise<ReadyDto> {
    const { status, details } = await this.check();
    const answer = { status: this.draining.active ? 'shutting_down' : status, details: details as ReadyDto['details'] };
    if (answer.status === 'error' || answer.status === 'shutting_down') response.status(HttpStatus.SERVICE_UNAVAILABLE).setHeader('Retry-After', 2);
    return answer;
  }

  private async check(): Promise<HealthCheckResult> {
    try {
      return await this.health.check(this.dependencies.checks());
    } catch (error) {
      if (error instanceof ServiceUnavailableException) return error.getResponse() as HealthCheckResult;
      throw error;
    }
  }
}
