import type { IncomingMessage, ServerResponse } from 'node:http';
import { Settings } from '@authengine/config';
import { ActsOnGet, codingRefusal, LimitedBySource, Public, ReadsOwnBody } from '@authengine/contracts';
import { VersionedCache } from '@authengine/persistence';
import { Controller, Get, Param, Post, Query, Redirect, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { RequestBudgets } from '../limits/request-budgets.js';
import { HAND_ON_POLICY } from '../pages/page-policy.js';
import { LiveProvider } from '../provider/live-provider.js';
import { ProviderEnabledGuard } from '../provider/provider-enabled.guard.js';
import { RevocationRequests } from './revocation-requests.js';

const KEYS_CACHE = 'public, max-age=300';

/** The endpoints of OpenID Connect and OAuth 2, which the protocol library answers. Its discovery document describes them. */
@ApiExcludeController()
@Controller()
@UseGuards(ProviderEnabledGuard)
@Public()
export class ProtocolController {
  constructor(
    private readonly settings: Settings,
    private readonly provider: LiveProvider,
    private readonly cache: VersionedCache,
    private readonly revocations: RevocationRequests,
    private readonly budgets: RequestBudgets,
  ) {}

  @Get('.well-known/openid-configuration')
  discovery(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    response.setHeader('Cache-Control', KEYS_CACHE);
    return this.answer(request, response);
  }

  @Get('.well-known/jwks.json')
  keys(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    response.setHeader('Cache-Control', KEYS_CACHE);
    return this.answer(request, response);
  }

  @Get('oauth2/authorize')
  @ActsOnGet()
  authorize(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.counted(request, response, '/oauth2/authorize');
  }

  @Get('oauth2/authorize/:uid')
  @ActsOnGet()
  goOn(@Req() request: IncomingMessage, @Param('uid') _uid: string, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.answer(request, response);
  }

  @Post('oauth2/token')
  @ReadsOwnBody()
  token(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.counted(request, response, '/oauth2/token');
  }

  @Post('oauth2/par')
  @ReadsOwnBody()
  push(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.counted(request, response, '/oauth2/par');
  }

  @Post('oauth2/revoke')
  @ReadsOwnBody()
  async revoke(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    if (await this.cache.unserved(() => this.revocations.prepare(request))) {
      response.writeHead(200, { 'Content-Length': 0, 'Cache-Control': 'no-store' }).end();
      return;
    }
    return this.answer(request, response);
  }

  @Get('oauth2/userinfo')
  userinfo(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.answer(request, response);
  }

  @Post('oauth2/userinfo')
  @ReadsOwnBody()
  postedUserinfo(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.answer(request, response);
  }

  @Get('oauth2/logout')
  @ActsOnGet()
  signOut(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.counted(request, response, '/oauth2/logout');
  }

  @Post('oauth2/logout/confirm')
  @ReadsOwnBody()
  confirmSignOut(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.counted(request, response, '/oauth2/logout/confirm');
  }

  @Get('oauth2/logout/success')
  signedOut(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.answer(request, response);
  }

  /** The same by the name that people can remember. */
  @Get('sign-out')
  @Redirect()
  ownSignOut(): { url: string; statusCode: number } {
    return { url: `${this.settings.publicPath}/oauth2/logout`, statusCode: 303 };
  }

  @Post('oauth2/device_authorization')
  @ReadsOwnBody()
  authorizeDevice(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.counted(request, response, '/oauth2/device_authorization');
  }

  @Get('device')
  @ActsOnGet()
  device(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.counted(request, response, '/device');
  }

  @Post('device')
  @ReadsOwnBody()
  @LimitedBySource()
  enterCode(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.counted(request, response, '/device');
  }

  @Get('device/:uid')
  @ActsOnGet()
  goOnWithDevice(@Req() request: IncomingMessage, @Param('uid') _uid: string, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.answer(request, response);
  }

  /** Whatever writes something for somebody who has proven nothing yet. @throws RequestErrors.rate_limited, RequestErrors.unsupported_media_type */
  private async counted(request: IncomingMessage, response: ServerResponse, route: string): Promise<void> {
    await this.budgets.enter({ method: request.method ?? '', route });
    // The library reads bytes as they come, and would miss every parameter.
    const refusal = request.method === 'POST' ? codingRefusal(request) : undefined;
    if (refusal) throw refusal;
    return this.answer(request, response);
  }

  private answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('Content-Security-Policy', HAND_ON_POLICY);
    return this.cache.unserved(() => this.provider.answer(request, response));
  }
}
