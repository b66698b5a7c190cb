import type { IncomingMessage, ServerResponse } from 'node:http';
import { AccessErrors, Problems, RequestErrors, ServiceAuthenticated } from '@authengine/contracts';
import { TenantMfaErrors } from '@authengine/rbac';
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { IntrospectionErrors } from '../introspect/introspection.errors.js';
import { ForwardAuth, ForwardRefusal } from './forward-auth.js';
import { NOBODY } from './identity-headers.js';

const ROUTE = '/api/v1/auth/forward';

/**
 * The endpoint as OpenAPI and other spellings of its path know it. What proxies ask, by any method and below the path, is
 * answered before a router has looked at it (`forwardLane`): a router reads paths, and these are not ours to read.
 */
@ApiTags('Introspection')
@Controller('auth')
export class ForwardController {
  constructor(private readonly forward: ForwardAuth) {}

  @Get('forward')
  @ServiceAuthenticated({ checkedByHandler: true })
  @Problems(IntrospectionErrors.invalid_api_key, AccessErrors.unauthenticated, AccessErrors.forbidden, TenantMfaErrors.mfa_required, RequestErrors.rate_limited)
  @ApiOperation({
    summary: 'Ask for a proxy whether to let a request through (forward authentication)',
    description:
      "By any method, here and below this path; below it path and query are the application's own and are ignored, and what the key was made with is required (`required_permissions`, `tenant_id`), as it is here too. The proxy's key comes in `X-API-Key` or HTTP Basic; the user's token in `Authorization: Bearer`, or in `X-Forwarded-Access-Token` where the key needs that header. A key that does not stand is 401 with a Basic challenge, a token that does not with a Bearer challenge.",
  })
  @ApiHeader({ name: 'X-Forwarded-Access-Token', required: false, description: "The user's access token, where `Authorization` carries the key" })
  @ApiQuery({ name: 'tenant_id', required: false, type: String, description: 'The tenant in which permissions count' })
  @ApiQuery({ name: 'permission', required: false, type: [String], description: 'All of these must be held' })
  @ApiOkResponse({
    description: 'Let it through. The body is empty. The headers are always there, empty where there is nothing to say; what is not visible ASCII in them, and `%`, is percent-encoded.',
    headers: Object.fromEntries(Object.keys(NOBODY).map((name) => [name, { schema: { type: 'string' }, description: name === 'X-Auth-Permissions' ? 'Comma-separated' : 'Percent-encoded' }])),
  })
  async check(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    const { url = '' } = request;
    const query = url.indexOf('?');
    try {
      response.writeHead(200, { ...(await this.forward.admit(request, query < 0 ? '' : url.slice(query), ROUTE)), 'Content-Length': 0 }).end();
    } catch (error) {
      if (!(error instanceof ForwardRefusal)) throw error;
      if (error.challenge !== undefined) response.setHeader('WWW-Authenticate', error.challenge);
      for (const [name, value] of Object.entries(NOBODY)) response.setHeader(name, value);
      throw error.problem;
    }
  }
}
