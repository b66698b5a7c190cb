import type { IncomingMessage, ServerResponse } from 'node:http';
import { Settings } from '@authengine/config';
import { LimitedBySource, Public, ReadsOwnBody } from '@authengine/contracts';
import { HashingRoomInterceptor, say, type FormPage, type Text } from '@authengine/identity';
import { DomainError } from '@authengine/kernel';
import { Controller, Get, Post, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { errorText } from '../pages/error-text.js';
import { BrowserSignIn, type SignedIn } from './browser-sign-in.js';
import { Interactions } from './interactions.js';
import type { OpenInteraction } from './open-interaction.js';
import { codePage, confirmPage, passwordPage } from './sign-in-page.js';

/** `/sign-in`: where the authorization endpoint sends a browser that is not signed in. No token is in the page, and no script. */
@ApiExcludeController()
@Controller()
@Public()
export class SignInController {
  constructor(
    private readonly interactions: Interactions,
    private readonly signIn: BrowserSignIn,
    private readonly settings: Settings,
  ) {}

  @Get('sign-in')
  page(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.interactions.onPage(request, response, 'login', async (interaction) => {
      const account = await this.signIn.signedIn(interaction);
      this.show(response, 200, interaction, account ? await this.confirm(interaction, account) : await this.password(interaction));
    });
  }

  @Post('sign-in')
  @ReadsOwnBody()
  @LimitedBySource()
  @UseInterceptors(HashingRoomInterceptor)
  answer(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.interactions.onPage(request, response, 'login', async (interaction) => {
      const field = await this.interactions.form(request);
      interaction.checkForm(field('seal'));
      if (field('cancel') !== undefined) return interaction.finish({ error: 'access_denied', error_description: 'the user did not sign in' });
      if (field('other') !== undefined) return this.show(response, 200, interaction, await this.password(interaction));
      return this.proceed(interaction, response, field);
    });
  }

  private async proceed(interaction: OpenInteraction, response: ServerResponse, field: (name: string) => string | undefined): Promise<void> {
    const account = field('again') === undefined ? null : await this.signIn.signedIn(interaction);
    const challenge = field('challenge');
    try {
      const outcome = account
        ? await this.signIn.again(account, { password: field('password'), code: field('code') })
        : challenge !== undefined
          ? await this.signIn.byCode(challenge, field('code') ?? '')
          : await this.signIn.byPassword(field('email') ?? '', field('password') ?? '');
      if ('challenge' in outcome) return this.show(response, 200, interaction, codePage(await this.shown(interaction), outcome.challenge));
      return await this.finish(interaction, outcome);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.retryAfterSeconds !== undefined) response.setHeader('Retry-After', error.retryAfterSeconds);
      const page = account ? await this.confirm(interaction, account, errorText(error)) : challenge !== undefined ? codePage(await this.shown(interaction, errorText(error)), challenge) : await this.password(interaction, errorText(error), field('email'));
      return this.show(response, error.status, interaction, page);
    }
  }

  private finish(interaction: OpenInteraction, { userId, sessionId, context, at }: SignedIn): Promise<void> {
    return interaction.finish({ login: { accountId: userId, ts: Math.floor(at.getTime() / 1000), amr: context.amr, acr: context.acr, remember: true, session_id: sessionId } });
  }

  private async password(interaction: OpenInteraction, error?: Text, typed?: string): Promise<FormPage> {
    const hint = interaction.details.params['login_hint'];
    return passwordPage(await this.shown(interaction, error), typed ?? (typeof hint === 'string' ? hint : undefined));
  }

  private async confirm(interaction: OpenInteraction, account: { readonly label: string; readonly asks: { readonly password: boolean; readonly code: boolean } }, error?: Text): Promise<FormPage> {
    return confirmPage(await this.shown(interaction, error), account.label, account.asks);
  }

  private async shown(interaction: OpenInteraction, error?: Text) {
    const client = await interaction.provider.Client.find(String(interaction.details.params['client_id']));
    return { action: `${this.settings.publicPath}/sign-in`, seal: interaction.seal, application: client?.clientName ?? say('the_application'), error };
  }

  private show(response: ServerResponse, status: number, interaction: OpenInteraction, page: FormPage): void {
    this.interactions.show(response, status, page, interaction.policy);
  }
}
