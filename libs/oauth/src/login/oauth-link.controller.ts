import { Audited, AuditTrail, Authenticated, CurrentUser, LimitedBySource, Problems, Public, RequireRecentLogin, type UserPrincipal } from '@authengine/contracts';
import { AuthenticationErrors } from '@authengine/identity';
import { Controller, Get, Param, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiFoundResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { OAuthErrors } from '../oauth.errors.js';
import { OAuthEvents } from '../oauth.events.js';
import { outcomeOf } from '../outbound/outcome.js';
import { PROVIDER_DOC } from '../providers/provider-name.js';
import { AskedProvider } from './asked-provider.js';
import { LinkGuard, type OpenedLink } from './link.guard.js';
import { LinkTickets } from './link-tickets.js';
import { AuthorizationUrlDto, LinkTicketDto, RedirectQueryDto } from './oauth-login.dto.js';

@ApiTags('Social login')
@Controller('auth/oauth')
export class OAuthLinkController {
  constructor(
    private readonly asked: AskedProvider,
    private readonly tickets: LinkTickets,
    private readonly trail: AuditTrail,
  ) {}

  @Get(':provider/link')
  @Authenticated()
  @RequireRecentLogin()
  @LimitedBySource()
  @Audited(OAuthEvents.linkStarted)
  @Problems(AuthenticationErrors.recent_login_required, OAuthErrors.provider_not_configured, OAuthErrors.redirect_refused)
  @ApiOperation({
    summary: 'Link an account at a provider',
    description: 'Needs a recent login. With `Accept: application/json` the URL to send the browser to is answered, else the browser is sent there. It leads through this service, works once and for a minute, and not from the page of a stranger: a page of an application on another site must tell its origin (any Referrer-Policy but `no-referrer` and `same-origin`), which is one of CORS_ORIGINS or REDIRECT_ALLOWLIST. The callback links to the user who asked.',
  })
  @ApiParam({ name: 'provider', ...PROVIDER_DOC })
  @ApiOkResponse({ type: AuthorizationUrlDto })
  @ApiFoundResponse({ description: 'To the provider, through this service.', headers: { Location: { schema: { type: 'string' } } } })
  async link(
    @Param('provider') name: string,
    @Query() query: RedirectQueryDto,
    @CurrentUser() { userId, sessionId }: UserPrincipal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AuthorizationUrlDto | undefined> {
    const redirectTo = query.redirect_to ?? null;
    const provider = this.asked.check(name, redirectTo);
    const url = await this.tickets.issue({ provider: provider.name, userId, sessionId, redirectTo });
    response.vary('Accept');
    if (request.accepts(['html', 'json']) === 'json') return { authorization_url: url };
    response.status(302).location(url);
    return undefined;
  }

  @Get(':provider/link/start')
  @Public()
  @UseGuards(LinkGuard)
  @LimitedBySource()
  @Audited(OAuthEvents.linkOpened)
  @Problems(OAuthErrors.provider_not_configured, OAuthErrors.link_refused)
  @ApiOperation({ summary: 'Where the URL of a link leads', description: 'For a browser to open: it is sent to the provider and comes back to the callback. The link is bound to this browser by a cookie from here on.' })
  @ApiParam({ name: 'provider', ...PROVIDER_DOC })
  @ApiFoundResponse({ description: 'To the provider.', headers: { Location: { schema: { type: 'string' } } } })
  async start(@Param('provider') name: string, @Query() _query: LinkTicketDto, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const metadata = { provider: this.asked.check(name, null).name };
    this.trail.describe({ metadata });
    const { wish: { userId }, location } = await outcomeOf<OpenedLink>(request);
    this.trail.describe({ actorId: userId, targetUserId: userId, resourceId: userId, metadata });
    response.status(302).location(await location);
  }
}
