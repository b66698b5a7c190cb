import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problems, ReadsOwnBody, RequestErrors, ServiceAuthenticated } from '@authengine/contracts';
import { Controller, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IntrospectAllDto, IntrospectDto, IntrospectionDto, IntrospectionsDto } from './dto/introspection.dto.js';
import { IntrospectionEndpoint } from './introspection-endpoint.js';
import { IntrospectionErrors } from './introspection.errors.js';

@ApiTags('Introspection')
@Controller('auth')
export class IntrospectionController {
  constructor(private readonly endpoint: IntrospectionEndpoint) {}

  @Post('introspect')
  @HttpCode(200)
  @ServiceAuthenticated({ checkedByHandler: true })
  @ReadsOwnBody()
  @Problems(IntrospectionErrors.invalid_api_key, RequestErrors.rate_limited)
  @ApiOperation({
    summary: 'Ask whether an access token stands, and what it allows',
    description: 'RFC 7662. The key comes in `X-API-Key`, as the password of HTTP Basic, as a bearer token, or in a form as `client_secret`; two that differ are refused. It is checked before the token is looked at. A form may have other parameters, which are ignored. A token that does not stand, whatever the reason, is answered with exactly `{"active":false}`.',
  })
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiBody({ type: IntrospectDto })
  @ApiOkResponse({ type: IntrospectionDto })
  // The whole query is the handler's to refuse, after the key.
  async introspect(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    await this.endpoint.handle(request, response);
  }

  @Post('introspect/batch')
  @HttpCode(200)
  @ServiceAuthenticated({ checkedByHandler: true })
  @ReadsOwnBody()
  @Problems(IntrospectionErrors.invalid_api_key, RequestErrors.rate_limited)
  @ApiOperation({ summary: 'Ask about up to 100 tokens at once', description: 'Each is answered as POST /auth/introspect does, in the order of the questions. A malformed question is 400 for the call, with its index in `errors`.' })
  @ApiBody({ type: IntrospectAllDto })
  @ApiOkResponse({ type: IntrospectionsDto })
  async introspectAll(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    await this.endpoint.handleAll(request, response);
  }
}
