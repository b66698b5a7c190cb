import type { IncomingMessage, ServerResponse } from 'node:http';
import { Settings } from '@authengine/config';
import { Public, ReadsOwnBody } from '@authengine/contracts';
import { isUuid } from '@authengine/kernel';
import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Interactions } from '../interactions/interactions.js';
import type { OpenInteraction } from '../interactions/open-interaction.js';
import type { Choosable } from './organization-choice.js';

/** `/select-organization`: for which of their organizations somebody signs in to an application. */
@ApiExcludeController()
@Controller()
@Public()
export class SelectOrganizationController {
  constructor(
    private readonly interactions: Interactions,
    private readonly settings: Settings,
  ) {}

  @Get('select-organization')
  page(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.interactions.onPage(request, response, 'organization', (interaction) => {
      this.show(response, interaction, 200);
      return Promise.resolve();
    });
  }

  @Post('select-organization')
  @ReadsOwnBody()
  answer(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.interactions.onPage(request, response, 'organization', async (interaction) => {
      const field = await this.interactions.form(request);
      interaction.checkForm(field('seal'));
      if (field('cancel') !== undefined) return interaction.finish({ error: 'access_denied', error_description: 'the user chose no organization' });
      const chosen = field('organization');
      // Whether it is still open is asked again when the sign-in goes on.
      if (!isUuid(chosen) || !among(interaction).some(({ id, closed }) => id === chosen && !closed)) return this.show(response, interaction, 400, 'Choose one of these organizations.');
      return interaction.finish({ organization: { tenant_id: chosen } });
    });
  }

  private show(response: ServerResponse, interaction: OpenInteraction, status: number, error?: string): void {
    const all = among(interaction);
    const closed = all.filter(({ closed }) => closed);
    const open = all.filter(({ closed }) => !closed);
    this.interactions.show(
      response,
      status,
      {
        title: open.length === 0 ? 'A second factor is missing' : 'Choose an organization',
        text: open.length === 0 ? 'This organization asks its members for a second factor. Set one up in your account, then sign in again:' : 'You can go on for one of your organizations.',
        ...(error === undefined ? {} : { error }),
        ...(closed.length === 0 ? {} : { points: closed.map(({ name }) => (open.length === 0 ? name : `${name}: asks for a second factor, which your account lacks`)) }),
        form: {
          action: `${this.settings.publicPath}/select-organization`,
          hidden: { seal: interaction.seal },
          fields: [],
          buttons: [...open.map(({ id, name }) => ({ name: 'organization', value: id, text: name })), { name: 'cancel', value: 'yes', text: 'Cancel', quiet: true }],
        },
      },
      interaction.policy,
    );
  }
}

function among({ details }: OpenInteraction): readonly Choosable[] {
  return (details.prompt.details as { readonly organizations?: readonly Choosable[] }).organizations ?? [];
}
