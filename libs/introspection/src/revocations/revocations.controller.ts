import type { IncomingMessage, ServerResponse } from 'node:http';
import { ActsOnGet, CurrentService, Problems, RequestErrors, ServerErrors, ServiceAuthenticated, type ServicePrincipal } from '@authengine/contracts';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IntrospectionErrors } from '../introspect/introspection.errors.js';
import { RevocationStreams } from './revocation-streams.js';

const EXAMPLE = [
  'event: heartbeat\nid: 731-1764000000123\ndata: {"epoch":730}',
  'event: revoked\nid: 731-1764000000123\ndata: {"epoch":731,"kind":"session","id":"2f7a6f1e-3c55-4b0a-8a7e-5d1c2b3a4f60"}',
].map((event) => `${event}\n\n`).join('');

const DESCRIPTION = [
  'Server-sent events, for services that keep answers of introspection.',
  '- `revoked`, `data: {epoch, kind, id}`: forget every answer about this `session`, `user`, `tenant` or service `key`. `access`: a membership, role or right of the user with this id has ended. The change is committed; `POST /auth/introspect` with `min_epoch` at least `epoch` knows it.\n- `heartbeat`, `data: {epoch}`, every second: everything up to this epoch has been sent. Without a heartbeat, trust no kept answer any more.\n- `reset`, `data: {epoch}`: something may be missing, or it concerns the roles that all tenants share. Forget every kept answer.',
  'A client that comes back with `Last-Event-ID` misses nothing; an event may come twice. A key of a tenant hears of its tenant, of itself, and of the members of its tenant. The stream ends when the key does.',
].join('\n\n');

@ApiTags('Introspection')
@Controller('auth')
export class RevocationsController {
  constructor(private readonly streams: RevocationStreams) {}

  @Get('revocations')
  @ServiceAuthenticated()
  @ActsOnGet()
  @Problems(IntrospectionErrors.invalid_api_key, RequestErrors.rate_limited, ServerErrors.busy)
  @ApiOperation({ summary: 'Be told of what ends, as it ends', description: DESCRIPTION })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'The `id` of the last event that the client has read', schema: { type: 'string', example: '731-1764000000123' } })
  @ApiOkResponse({ description: 'The stream', content: { 'text/event-stream': { schema: { type: 'string' }, example: EXAMPLE } } })
  async revocations(@CurrentService() service: ServicePrincipal, @Req() request: IncomingMessage, @Res() response: ServerResponse): Promise<void> {
    await this.streams.begin(service, request, response);
  }
}
