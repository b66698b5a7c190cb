import type { IncomingMessage, ServerResponse } from 'node:http';
import { Settings } from '@authengine/config';
import { Public, ReadsOwnBody } from '@authengine/contracts';
import { say } from '@authengine/identity';
import { Controller, Get, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ProviderEnabledGuard } from '../provider/provider-enabled.guard.js';
import { BrowserSignIn } from './browser-sign-in.js';
import { InteractionErrors } from './interaction.errors.js';
import { Interactions } from './interactions.js';

/** `/select-account`: whether the account that is signed in in this browser goes on, or another one (`prompt=select_account`). */
@ApiExcludeController()
@Controller()
@UseGuards(ProviderEnabledGuard)
@Public()
export class SelectAccountController {
  constructor(
    private readonly interactions: Interactions,
    private readonly signIn: BrowserSignIn,
    private readonly settings: Settings,
  ) {}

  @Get('select-account')
  page(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.interactions.onPage(request, response, 'select_account', async (interaction) => {
      const account = await this.signIn.signedIn(interaction);
      if (!account) throw InteractionErrors.gone();
      this.interactions.show(
        response,
        200,
        {
          title: say('account.title'),
          text: say('account.text', { account: account.label }),
          form: { action: `${this.settings.publicPath}/select-account`, hidden: { seal: interaction.seal }, fields: [], buttons: [{ name: 'go_on', value: 'yes', text: say('account.go_on') }, { name: 'other', value: 'yes', text: say('sign_in.other_account'), quiet: true }, { name: 'cancel', value: 'yes', text: say('cancel'), quiet: true }] },
        },
        interaction.policy,
      );
    });
  }

  @Post('select-account')
  @ReadsOwnBody()
  answer(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.interactions.onPage(request, response, 'select_account', async (interaction) => {
      const field = await this.interactions.form(request);
      interaction.checkForm(field('seal'));
      if (field('cancel') !== undefined) return interaction.finish({ error: 'access_denied', error_description: 'the user chose no account' });
      return interaction.finish({ select_account: { another: field('other') !== undefined } });
    });
  }
}
