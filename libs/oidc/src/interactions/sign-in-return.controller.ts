import type { IncomingMessage, ServerResponse } from 'node:http';
import { ActsOnGet, LimitedBySource, Public } from '@authengine/contracts';
import { say } from '@authengine/identity';
import { Controller, Get, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { textOfCode } from '../pages/error-text.js';
import { ProviderEnabledGuard } from '../provider/provider-enabled.guard.js';
import { BrowserSignIn } from './browser-sign-in.js';
import { Interactions } from './interactions.js';
import { SignInPages } from './sign-in-pages.js';
import { WaysBack } from './ways-back.js';

/**
 * Where a sign-in comes back to its page: from the page of a mailed link, after its click, and from a provider. What comes back
 * works once, for a minute, and in the visit alone that asked for it.
 */
@ApiExcludeController()
@Controller()
@UseGuards(ProviderEnabledGuard)
@Public()
@LimitedBySource()
export class SignInReturnController {
  constructor(
    private readonly interactions: Interactions,
    private readonly signIn: BrowserSignIn,
    private readonly pages: SignInPages,
    private readonly ways: WaysBack,
  ) {}

  @Get('sign-in/link')
  @ActsOnGet()
  link(@Req() request: IncomingMessage, @Query() query: Record<string, unknown>, @Res() response: ServerResponse): Promise<void> {
    return this.interactions.onVisit(request, response, async (visit) => {
      const { visit: asked, magic_link_token: token } = query;
      // Opened in another browser: nobody is signed in there without a word.
      if (asked !== visit.bound('link') || typeof token !== 'string') return this.pages.show(visit, response, 400, await this.pages.address(visit, say('sign_in.linked')));
      return this.pages.after(visit, response, this.signIn.byLink(token, this.ways.linkPage(visit)), (error) => this.pages.address(visit, error));
    }, { purpose: 'link', value: query['visit'] });
  }

  @Get('sign-in/provider')
  @ActsOnGet()
  provider(@Req() request: IncomingMessage, @Query() query: Record<string, unknown>, @Res() response: ServerResponse): Promise<void> {
    return this.interactions.onVisit(request, response, async (visit) => {
      const { code, error } = query;
      if (typeof code !== 'string') {
        const text = typeof error === 'string' ? textOfCode(`oauth.${error}`) : undefined;
        return this.pages.show(visit, response, 400, await this.pages.address(visit, text ?? say('error.provider')));
      }
      return this.pages.after(visit, response, this.signIn.byProvider(code, this.ways.verifier(visit)), (text) => this.pages.address(visit, text));
    }, { purpose: 'state', value: query['state'] });
  }
}
