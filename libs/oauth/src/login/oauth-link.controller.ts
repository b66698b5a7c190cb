import { Audited, AuditTrail, Authenticated, CurrentUser, LimitedBySource, Problems, Public, RequireRecentLogin, type UserPrincipal } from '@authengine/contracts';
import { Users } from '@authengine/directory';
import { PageRenderer } from '@authengine/identity';
import type { UserId } from '@authengine/kernel';
import { AuthenticationErrors } from '@authengine/sessions';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiFoundResponse, ApiOkResponse, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { OAuthErrors } from '../oauth.errors.js';
import { OAuthEvents } from '../oauth.events.js';
import { outcomeOf } from '../outbound/outcome.js';
import { PROVIDER_DOC } from '../providers/provider-name.js';
import { ProviderTitles } from '../providers/provider-titles.js';
import { AskedProvider } from './asked-provider.js';
import { ConfirmedLinkGuard } from './confirmed-link.guard.js';
import { LinkGuard, type AskedLink } from './link.guard.js';
import type { OpenedLink } from './link-openings.js';
import { linkPage } from './link-page.js';
import { LinkTickets } from './link-tickets.js';
import { AuthorizationUrlDto, LinkTicketDto, RedirectQueryDto } from './oauth-login.dto.js';

@ApiTags('Social login')
@Controller('auth/oauth')
export class OAuthLinkController {
  constructor(
    private readonly titles: ProviderTitles,
    private readonly asked: AskedProvider,
    private readonly tickets: LinkTickets,
    private readonly users: Users,
    private readonly pages: PageRenderer,
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
    description: 'Needs a recent login. With `Accept: application/json` the answer has the URL that the browser must open; otherwise the browser is redirected to it. The URL leads through this service, and works once, for a minute. It does not work from a stranger’s page: a page of an application on another site must send its origin (any Referrer-Policy except `no-referrer` and `same-origin`), which must be in CORS_ORIGINS or REDIRECT_ALLOWLIST. A browser that does not say where it comes from sees the account and is asked first. The callback links to the user who asked.',
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
  @Problems(OAuthErrors.provider_not_configured, OAuthErrors.link_refused, OAuthErrors.provider_unavailable)
  @ApiOperation({ summary: 'Where the URL of a link leads', description: 'A browser opens this. It goes to the provider and comes back to the callback. A cookie binds the link to this browser. A browser that does not say which application sent it here gets a page that asks first; the ticket stays valid until the click.' })
  @ApiParam({ name: 'provider', ...PROVIDER_DOC })
  @ApiOkResponse({ description: 'The page that asks.', content: { 'text/html': { schema: { type: 'string', example: '<!doctype html>…' } } } })
  @ApiFoundResponse({ description: 'To the provider.', headers: { Location: { schema: { type: 'string' } } } })
  async start(@Param('provider') name: string, @Query() _query: LinkTicketDto, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<string | undefined> {
    this.describe(name);
    const link = await outcomeOf<OpenedLink | AskedLink>(request);
    if ('ask' in link) return this.ask(link, response);
    response.status(302).location(await this.opened(name, link));
    return undefined;
  }

  @Post(':provider/link/start')
  @HttpCode(200)
  @Public()
  @UseGuards(ConfirmedLinkGuard)
  @LimitedBySource()
  @Audited(OAuthEvents.linkOpened)
  @Problems(OAuthErrors.provider_not_configured, OAuthErrors.link_refused, OAuthErrors.provider_unavailable)
  @ApiOperation({ summary: 'Go on to the provider after the page has asked', description: 'Only the page that `GET` answers may send this. With `Accept: application/json` the answer has the URL at the provider; otherwise the browser is redirected to it.' })
  @ApiParam({ name: 'provider', ...PROVIDER_DOC })
  @ApiOkResponse({ type: AuthorizationUrlDto })
  @ApiResponse({ status: 303, description: 'To the provider.', headers: { Location: { schema: { type: 'string' } } } })
  async goOn(@Param('provider') name: string, @Body() _body: LinkTicketDto, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<AuthorizationUrlDto | undefined> {
    this.describe(name);
    const url = await this.opened(name, await outcomeOf<OpenedLink>(request));
    response.vary('Accept');
    if (request.accepts(['html', 'json']) === 'json') return { authorization_url: url };
    response.status(303).location(url);
    return undefined;
  }

  private async ask({ ask: { provider, userId } }: AskedLink, response: Response): Promise<string> {
    const user = await this.users.find(userId);
    await this.trail.record(OAuthEvents.linkAsked, { actorId: null, targetUserId: userId, resourceId: userId, metadata: { provider } });
    response.type('html');
    return this.pages.action(linkPage(provider, this.titles.of(provider), user?.email ?? null));
  }

  /** Where to send the browser. */
  private opened(name: string, { wish: { userId }, location }: OpenedLink): Promise<string> {
    this.describe(name, userId);
    return location;
  }

  private describe(name: string, userId?: UserId): void {
    this.trail.describe({ metadata: { provider: this.asked.check(name, null).name }, ...(userId === undefined ? {} : { actorId: userId, targetUserId: userId, resourceId: userId }) });
  }
}
