import { AccessErrors, Problems, Public, RequestErrors } from '@authengine/contracts';
import { Controller, Get, Header, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { HttpMetrics } from './http-metrics.js';
import { MetricsAccess } from './metrics-access.js';

@ApiTags('Operations')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: HttpMetrics) {}

  @Get()
  @Public()
  @UseGuards(MetricsAccess)
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @Problems(AccessErrors.unauthenticated, RequestErrors.not_found)
  @ApiOperation({ summary: 'Metrics for Prometheus, of all processes on this port together', description: 'Counters and gauges are sums over the processes of WEB_CONCURRENCY; `audit_*` are about all nodes together; `process_*` and `nodejs_*` are told of each (label `worker`). In production on the management port (`MANAGEMENT_PORT`), or with `METRICS_TOKEN` as bearer token; else 404.' })
  @ApiBearerAuth('bearer')
  @ApiProduces('text/plain')
  @ApiOkResponse({ description: 'Prometheus text format', content: { 'text/plain': { schema: { type: 'string' }, example: 'process_cpu_seconds_total 1.5' } } })
  read(): Promise<string> {
    return this.metrics.read();
  }
}
