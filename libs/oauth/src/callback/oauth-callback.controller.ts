import { Audited, LimitedBySource, Problems, Public } from '@authengine/contracts';
import { AskingBrowsers, SignInEvents } from '@authengine/identity';
import { Controller, Get, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiFoundResponse, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { LinkedDto } from '../accounts/linked-account.dto.js';
import { OAuthErrors } from '../oauth.errors.js';
import { PROVIDER_DOC } from '../providers/provider-name.js';
import { outcomeOf } from '../outbound/outcome.js';
import { CallbackGuard, type Returned } from './callback.guard.js';
import { OAuthCallback } from './oauth-callback.js';
import { ApiSocialSignInAnswers, type SocialSignIn } from './social-login.dto.js';

@ApiTags('Social login')
@Controller('auth/oauth')
export class OAuthCallbackController {
  constructor(
    private readonly callback: OAuthCallback,
    private readonly askingBrowsers: AskingBrowsers,
  ) {}

  @Get(':provider/callback')
  @Public()
  @UseGuards(CallbackGuard)
  @LimitedBySource()
  @Audited(SignInEvents.succeeded, { refusal: SignInEvents.failed })
  @Problems(
    OAuthErrors.provider_not_configured, OAuthErrors.invalid_state, OAuthErrors.access_denied, OAuthErrors.code_refused, OAuthErrors.proof_refused,
    OAuthErrors.not_allowed, OAuthErrors.session_ended, OAuthErrors.identity_taken, OAuthErrors.provider_unavailable,
  )
  @ApiOperation({
    summary: 'Where a provider returns to',
    description: 'The browser comes back here. Without `redirect_to` the answer has the tokens. With it the browser goes there, with a one-time `code`, or with `error` (the problem code without `oauth.`). After a link the answer is the account, or the browser goes there with `linked`.',
  })
  @ApiParam({ name: 'provider', ...PROVIDER_DOC })
  @ApiQuery({ name: 'state', required: true, type: String })
  @ApiQuery({ name: 'code', required: false, type: String })
  @ApiQuery({ name: 'error', required: false, type: String })
  @ApiQuery({ name: 'iss', required: false, type: String, description: 'RFC 9207' })
  @ApiSocialSignInAnswers({ links: true })
  @ApiFoundResponse({ description: 'To `redirect_to`.', headers: { Location: { schema: { type: 'string' } } } })
  async finish(@Query() _query: Record<string, unknown>, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<SocialSignIn | LinkedDto | undefined> {
    const result = await this.callback.finish(await outcomeOf<Returned>(request));
    if (result.asking) this.askingBrowsers.keep(response, result.asking);
    if (result.kind === 'redirect') {
      response.status(302).location(result.url);
      return undefined;
    }
    response.status('mfa_pending_token' in result.body ? 202 : 200);
    return result.body;
  }
}
