import type { IncomingMessage, ServerResponse } from 'node:http';
import { Settings } from '@authengine/config';
import { FORM_TYPE, mediaType, Public, readBody, ReadsOwnBody, RequestErrors } from '@authengine/contracts';
import { Controller, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ProviderEnabledGuard } from '../provider/provider-enabled.guard.js';

/** What fits into an address. Longer requests are pushed (RFC 9126). */
const FORM_BYTES = 8 * 1024;

/**
 * Requests of an application that a browser sends as a form (OpenID Connect Core section 3.1.2.1, RP-Initiated Logout
 * section 2). A form of another site comes without the browser's cookies (SameSite), and an answer to it would replace them.
 * So it goes on as an address, with which they come.
 */
@ApiExcludeController()
@Controller('oauth2')
@UseGuards(ProviderEnabledGuard)
@Public()
export class PostedRequestsController {
  constructor(private readonly settings: Settings) {}

  @Post('authorize')
  @ReadsOwnBody()
  authorize(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.goOn(request, response, '/oauth2/authorize');
  }

  @Post('logout')
  @ReadsOwnBody()
  postedSignOut(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.goOn(request, response, '/oauth2/logout');
  }

  /** @throws RequestErrors.unsupported_media_type, RequestErrors.too_large, RequestErrors.malformed */
  private async goOn(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const bytes = await readBody(request, FORM_BYTES);
    if (mediaType(request.headers['content-type']) !== FORM_TYPE) throw RequestErrors.unsupported_media_type({ detail: `Send ${FORM_TYPE}.` });
    const parameters = new URLSearchParams(bytes.toString('utf8')).toString();
    response.writeHead(303, { Location: `${this.settings.publicPath}${path}?${parameters}`, 'Cache-Control': 'no-store', 'Content-Length': '0' }).end();
  }
}
