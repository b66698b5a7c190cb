import type { IncomingMessage, ServerResponse } from 'node:http';
import { Settings } from '@authengine/config';
import { ReadsOwnBody, RequestErrors, ServiceAuthenticated } from '@authengine/contracts';
import { OwnTokenQuestions } from '@authengine/oidc';
import { Controller, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isOfApplication } from '../client/application-credential.js';
import { Introspection } from './introspection.js';
import { bodyAhead, IntrospectionEndpoint } from './introspection-endpoint.js';

/** The same questions and answers at the address that the discovery document names. Applications may ask about their own tokens. */
@ApiExcludeController()
@Controller('oauth2')
export class OAuthIntrospectionController {
  constructor(
    private readonly endpoint: IntrospectionEndpoint,
    private readonly introspection: Introspection,
    private readonly applications: OwnTokenQuestions,
    private readonly settings: Settings,
  ) {}

  @Post('introspect')
  @HttpCode(200)
  @ServiceAuthenticated({ checkedByHandler: true })
  @ReadsOwnBody()
  async introspect(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    if (!this.settings.values.OIDC_ENABLED) throw RequestErrors.not_found();
    const body = await bodyAhead(request);
    if (body === null || !isOfApplication(request, body)) return this.endpoint.handle(request, response);
    await this.applications.answer(request, response, body, (token, applicationId) => this.introspection.ofOwn(token, applicationId));
  }
}
