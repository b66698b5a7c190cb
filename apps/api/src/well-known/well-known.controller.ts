import { Settings } from '@authengine/config';
import { Public, RequestErrors } from '@authengine/contracts';
import { Clock } from '@authengine/kernel';
import { LiveProvider } from '@authengine/oidc';
import { Controller, Get, Header, Redirect, Req, Res, StreamableFile } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { authorizationServer, AuthorizationServerDto } from './authorization-server.dto.js';
import { FAVICON } from './favicon.js';
import { securityTxt } from './security-txt.js';

const CACHE = 'public, max-age=3600';

/** What programs look for at places that standards name; outside the base URL. */
@ApiTags('Well-known')
@Controller()
@Public()
export class WellKnownController {
  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly provider: LiveProvider,
  ) {}

  @Get('.well-known/oauth-authorization-server')
  @Header('Cache-Control', CACHE)
  @Header('Access-Control-Allow-Origin', '*')
  @ApiOperation({ summary: 'Where tokens are introspected and revoked, and how a service authenticates there', description: 'RFC 8414.' })
  @ApiOkResponse({ type: AuthorizationServerDto })
  async metadata(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<AuthorizationServerDto | undefined> {
    if (!this.settings.values.OIDC_ENABLED) return authorizationServer(this.settings.values);
    await this.provider.answer(request, response);
    return undefined;
  }

  /** For password managers (W3C, "A Well-Known URL for Changing Passwords"). */
  @Get('.well-known/change-password')
  @Redirect()
  @ApiExcludeEndpoint()
  changePassword(): { url: string; statusCode: number } {
    return { url: `${this.settings.publicPath}/forgot-password`, statusCode: 302 };
  }

  @Get('.well-known/security.txt')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @ApiExcludeEndpoint()
  security(): string {
    const { APP_URL, SECURITY_CONTACT } = this.settings.values;
    if (SECURITY_CONTACT === undefined) throw RequestErrors.not_found();
    return securityTxt(SECURITY_CONTACT, APP_URL, this.clock.now());
  }

  @Get('favicon.ico')
  @Header('Cache-Control', 'public, max-age=86400')
  @ApiExcludeEndpoint()
  favicon(): StreamableFile {
    return new StreamableFile(FAVICON, { type: 'image/x-icon', length: FAVICON.length });
  }
}
