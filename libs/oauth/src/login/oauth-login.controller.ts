import { Settings } from '@authengine/config';
import { ActsOnGet, LimitedBySource, Problems, Public } from '@authengine/contracts';
import { Controller, Get, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiFoundResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { OAuthErrors } from '../oauth.errors.js';
import { outcomeOf } from '../outbound/outcome.js';
import { OAuthProviders } from '../providers/oauth-providers.js';
import { PROVIDER_DOC } from '../providers/provider-name.js';
import { ProviderTitles } from '../providers/provider-titles.js';
import { LoginGuard } from './login.guard.js';
import { OAuthLoginQueryDto, ProviderDto } from './oauth-login.dto.js';

@ApiTags('Social login')
@Controller('auth/oauth')
export class OAuthLoginController {
  constructor(
    private readonly configured: OAuthProviders,
    private readonly titles: ProviderTitles,
    private readonly settings: Settings,
  ) {}

  @Get('providers')
  @Public()
  @ApiOperation({ summary: 'The providers to sign in through', description: 'The providers that are configured here.' })
  @ApiOkResponse({ type: [ProviderDto] })
  providers(): ProviderDto[] {
    return this.configured.names().map((name) => ({ name, display_name: this.titles.of(name), login_url: `${this.settings.publicPath}/api/v1/auth/oauth/${name}/login` }));
  }

  @Get(':provider/login')
  @ActsOnGet()
  @Public()
  @UseGuards(LoginGuard)
  @LimitedBySource()
  @Problems(OAuthErrors.provider_not_configured, OAuthErrors.redirect_refused, OAuthErrors.challenge_required, OAuthErrors.provider_unavailable)
  @ApiOperation({ summary: 'Sign in through a provider', description: 'A browser opens this. It goes to the provider and comes back to the callback. A cookie binds the sign-in to this browser.' })
  @ApiParam({ name: 'provider', ...PROVIDER_DOC })
  @ApiFoundResponse({ description: 'To the provider.', headers: { Location: { schema: { type: 'string' } } } })
  async login(@Query() _query: OAuthLoginQueryDto, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    response.status(302).location(await outcomeOf<string>(request));
  }
}
