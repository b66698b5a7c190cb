import type { IncomingMessage, ServerResponse } from 'node:http';
import { Settings } from '@authengine/config';
import { Public, ReadsOwnBody } from '@authengine/contracts';
import { say, type Text } from '@authengine/identity';
import { isUuid } from '@authengine/kernel';
import { Controller, Get, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Interactions } from '../interactions/interactions.js';
import type { OpenInteraction } from '../interactions/open-interaction.js';
import { ProviderEnabledGuard } from '../provider/provider-enabled.guard.js';
import type { Choosable } from './organization-choice.js';

/** `/select-organization`: for which of their organizations somebody signs in to an application. */
@ApiExcludeController()
@Controller()
@UseGuards(ProviderEnabledGuard)
@Public()
export class SelectOrganizationController {
  constructor(
    private readonly interactions: Interactions,
    private readonly settings: Settings,
  ) {}

  @Get('select-organization')
  page(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.interactions.onPage(request, response, 'organization', (interaction) => {
      return this.show(response, interaction, 200);
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
      if (!isUuid(chosen) || !among(interaction).some(({ id, closed }) => id === chosen && !closed)) return this.show(response, interaction, 400, say('organization.one_of_these'));
      return interaction.finish({ organization: { tenant_id: chosen } });
    });
  }

  private async show(response: ServerResponse, interaction: OpenInteraction, status: number, error?: Text): Promise<void> {
    const all = among(interaction);
    const open = all.filter(({ closed }) => !closed);
    const closed = all.filter(({ closed }) => closed).map(({ name }) => (open.length === 0 ? name : say('organization.closed', { organization: name })));
    this.interactions.show(
      response,
      status,
      {
        template: 'select-organization',
        ...(open.length === 0
          ? { title: say('organization.missing.title'), text: say('organization.missing.text') }
          : { title: say('organization.title'), text: say('organization.text', { application: await interaction.application() }) }),
        ...(error === undefined ? {} : { error }),
        ...(closed.length === 0 ? {} : { points: closed }),
        form: {
          action: `${this.settings.publicPath}/select-organization`,
          hidden: { seal: interaction.seal },
          fields: [],
          buttons: [...open.map(({ id, name }) => ({ name: 'organization', value: id, text: name })), { name: 'cancel', value: 'yes', text: say('cancel'), quiet: true }],
        },
      },
      interaction.policy,
    );
  }
}

function among({ details }: OpenInteraction): readonly Choosable[] {
  return (details.prompt.details as { readonly organizations?: readonly Choosable[] }).organizations ?? [];
}
