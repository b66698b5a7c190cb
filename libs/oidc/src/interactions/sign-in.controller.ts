import type { IncomingMessage, ServerResponse } from 'node:http';
import { LimitedBySource, Public, ReadsOwnBody } from '@authengine/contracts';
import { HashingRoomInterceptor, inEvenTime, MagicLinkRequestService, say } from '@authengine/identity';
import { canonicalEmail, isEmail } from '@authengine/kernel';
import { Controller, Get, Post, Query, Req, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ProviderEnabledGuard } from '../provider/provider-enabled.guard.js';
import { BrowserSignIn, type AccountAtHand } from './browser-sign-in.js';
import { Interactions } from './interactions.js';
import { mailSentPage } from './sign-in-page.js';
import { SignInPages } from './sign-in-pages.js';
import type { Visit } from './visit.js';
import { WaysBack } from './ways-back.js';

type Field = (name: string) => string | undefined;

/** `/sign-in`: where the authorization endpoint sends a browser that is not signed in; good at its own address too. No token is in the page. */
@ApiExcludeController()
@Controller()
@UseGuards(ProviderEnabledGuard)
@Public()
export class SignInController {
  constructor(
    private readonly interactions: Interactions,
    private readonly signIn: BrowserSignIn,
    private readonly pages: SignInPages,
    private readonly ways: WaysBack,
    private readonly magicLinks: MagicLinkRequestService,
  ) {}

  @Get('sign-in')
  page(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.interactions.onVisit(request, response, async (visit) => {
      if (await this.signedInMeanwhile(visit)) return visit.lookAgain();
      const account = await this.signIn.signedIn(visit);
      if (account && !visit.waits) return this.pages.show(visit, response, 200, this.pages.signedIn(account));
      this.pages.show(visit, response, 200, account && canConfirm(account) ? await this.pages.confirm(visit, account) : await this.pages.address(visit));
    });
  }

  @Post('sign-in')
  @ReadsOwnBody()
  @LimitedBySource()
  @UseInterceptors(HashingRoomInterceptor)
  answer(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.interactions.onVisit(request, response, async (visit) => {
      const field = await this.interactions.form(request);
      visit.checkForm(field('seal'));
      if (field('cancel') !== undefined) return visit.cancel();
      if (field('other') !== undefined) return this.pages.show(visit, response, 200, await this.pages.address(visit));
      if (isSame(await this.signedInMeanwhile(visit), field('email'))) return visit.lookAgain();
      return this.proceed(visit, response, field);
    });
  }

  /** Who has signed in in another tab since this one was asked: nobody signs in twice, which would end what the first one has begun. */
  private signedInMeanwhile({ meanwhile }: Visit): Promise<AccountAtHand | null> {
    return meanwhile === undefined ? Promise.resolve(null) : this.signIn.signedIn({ session: meanwhile });
  }

  private async proceed(visit: Visit, response: ServerResponse, field: Field): Promise<void> {
    const [challenge, credential, code, password, email = ''] = ['challenge', 'credential', 'code', 'password', 'email'].map(field);
    const account = field('again') === undefined || !visit.waits ? null : await this.signIn.signedIn(visit);
    if (account) return this.pages.after(visit, response, this.signIn.again(account, { password, code }), (error) => this.pages.confirm(visit, account, error));
    if (challenge !== undefined) return this.pages.after(visit, response, this.signIn.byCode(challenge, { code, credential }), (error) => this.pages.code(visit, { challenge, passkey: field('passkey') !== undefined }, error));
    if (credential !== undefined) return this.pages.after(visit, response, this.signIn.byPasskey(credential), (error) => this.pages.address(visit, error));
    if (!isEmail(email)) return this.pages.show(visit, response, 400, await this.pages.address(visit, say('error.address'), email));
    if (field('way') === 'link') return this.mail(visit, response, email);
    if (password === undefined) return this.pages.show(visit, response, 200, await this.pages.password(visit, email));
    return this.pages.after(visit, response, this.signIn.byPassword(email, password), (error) => this.pages.password(visit, email, error));
  }

  /** The same for every address, in the same time. */
  private async mail(visit: Visit, response: ServerResponse, email: string): Promise<void> {
    await inEvenTime(() => this.magicLinks.requestForPage(email, this.ways.linkPage(visit)));
    this.pages.show(visit, response, 200, mailSentPage(say('mail_sent.link', { email })));
  }
}

/** Whoever types the address of another account wants that one. */
function isSame(account: AccountAtHand | null, email: string | undefined): boolean {
  return account !== null && email !== undefined && isEmail(email) && canonicalEmail(email) === account.label;
}

/** Who has neither a password nor a second factor proves it again in the way that they came: a provider, a link, a passkey. */
function canConfirm({ asks }: AccountAtHand): boolean {
  return asks.password || asks.code;
}
