import { Settings } from '@authengine/config';
import { Audited, AuditTrail, Authenticated, CurrentUser, LimitedBySource, Problems, Public, RequireRecentLogin, type UserPrincipal } from '@authengine/contracts';
import { AuthenticationErrors } from '@authengine/identity';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiFoundResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { OAuthErrors } from '../oauth.errors.js';
import { OAuthEvents } from '../oauth.events.js';
import { PROVIDERS } from '../providers/provider-name.js';
import { BrowserCookie } from '../state/browser-cookie.js';
import { STATE_TTL_SECONDS } from '../state/oauth-states.js';
import { LinkTickets } from './link-tickets.js';
import { AuthorizationUrlDto, LinkTicketDto, RedirectQueryDto } from './oauth-login.dto.js';
import { OAuthStart } from './oauth-start.js';
import { mayBeSentFrom, type TrustedOrigins } from './sent-from.js';

@ApiTags('Social login')
@Controller('auth/oauth')
export class OAuthLinkController {
  private readonly applications: TrustedOrigins;

  constructor(
    private readonly starting: OAuthStart,
    private readonly tickets: LinkTickets,
    private readonly cookie: BrowserCookie,
    private readonly trail: AuditTrail,
    { values }: Settings,
  ) {
    this.applications = new Set([new URL(values.APP_URL).origin, ...values.CORS_ORIGINS, ...values.REDIRECT_ALLOWLIST]);
  }

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
  @ApiParam({ name: 'provider', enum: PROVIDERS })
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
    const provider = this.starting.check(name, redirectTo);
    const url = await this.tickets.issue({ provider: provider.name, userId, sessionId, redirectTo });
    response.vary('Accept');
    if (request.accepts(['html', 'json']) === 'json') return { authorization_url: url };
    response.status(302).location(url);
    return undefined;
  }

  @Get(':provider/link/start')
  @Public()
  @LimitedBySource()
  @Audited(OAuthEvents.linkOpened)
  @Problems(OAuthErrors.provider_not_configured, OAuthErrors.link_refused)
  @ApiOperation({ summary: 'Where the URL of a link leads', description: 'For a browser to open: it is sent to the provider and comes back to the callback. The link is bound to this browser by a cookie from here on.' })
  @ApiParam({ name: 'provider', enum: PROVIDERS })
  @ApiFoundResponse({ description: 'To the provider.', headers: { Location: { schema: { type: 'string' } } } })
  async start(@Param('provider') name: string, @Query() { ticket }: LinkTicketDto, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const provider = this.starting.check(name, null);
    this.trail.describe({ metadata: { provider: provider.name } });
    // A stranger's page would link its visitor's account at the provider to the stranger's account here.
    if (!mayBeSentFrom(request.headers, this.applications)) throw OAuthErrors.link_refused({ log: { reason: 'sent by a stranger' } });
    const wish = await this.tickets.take(provider.name, ticket);
    if (!wish) throw OAuthErrors.link_refused();
    const { userId, sessionId, redirectTo } = wish;
    this.trail.describe({ actorId: userId, targetUserId: userId, resourceId: userId, metadata: { provider: provider.name } });
    const { authorizationUrl, browserSecret } = await this.starting.start(provider.name, { redirectTo, tenantId: null, link: { userId, sessionId } });
    this.cookie.add(request, response, browserSecret, STATE_TTL_SECONDS);
    response.status(302).location(authorizationUrl);
  }
}
