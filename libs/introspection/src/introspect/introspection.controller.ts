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
    summary: 'Ask whether an access token is valid, and what it allows',
    description: 'RFC 7662. The key comes in `X-API-Key`, as the password of HTTP Basic, as a bearer token, or in a form as `client_secret`. Two different keys are refused. The key is checked before the token. Other parameters of a form are ignored. The answer for a token that is not valid, whatever the reason, is exactly `{"active":false}`.',
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
  @ApiOperation({ summary: 'Ask about up to 100 tokens at once', description: 'Each answer is like one of POST /auth/introspect, in the order of the questions. A malformed question makes the call 400, with its index in `errors`.' })
  @ApiBody({ type: IntrospectAllDto })
  @ApiOkResponse({ type: IntrospectionsDto })
  async introspectAll(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    await this.endpoint.handleAll(request, response);
  }
}
