import type { IncomingMessage, ServerResponse } from 'node:http';
import { Settings } from '@authengine/config';
import { ReadsOwnBody, RequestErrors, ServiceAuthenticated } from '@authengine/contracts';
import { Controller, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { IntrospectionEndpoint } from './introspection-endpoint.js';

/** The same questions and answers at the address that the discovery document names. */
@ApiExcludeController()
@Controller('oauth2')
export class OAuthIntrospectionController {
  constructor(
    private readonly endpoint: IntrospectionEndpoint,
    private readonly settings: Settings,
  ) {}

  @Post('introspect')
  @HttpCode(200)
  @ServiceAuthenticated({ checkedByHandler: true })
  @ReadsOwnBody()
  async introspect(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    if (!this.settings.values.OIDC_ENABLED) throw RequestErrors.not_found();
    await this.endpoint.handle(request, response);
  }
}
