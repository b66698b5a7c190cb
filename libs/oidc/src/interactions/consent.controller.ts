import type { IncomingMessage, ServerResponse } from 'node:http';
import { Settings } from '@authengine/config';
import { permissionCatalogue, Public, ReadsOwnBody } from '@authengine/contracts';
import { isUuid, type ApplicationId, type SessionId, type TenantId, type UserId } from '@authengine/kernel';
import { say, type Text } from '@authengine/identity';
import { Controller, Get, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Client } from 'oidc-provider';
import { knownScopes } from '../applications/known-scopes.js';
import { Consents } from '../grants/consents.js';
import { Granting } from '../provider/granting.js';
import { ProviderEnabledGuard } from '../provider/provider-enabled.guard.js';
import { Interactions } from './interactions.js';
import { InteractionErrors } from './interaction.errors.js';
import type { OpenInteraction } from './open-interaction.js';

/** `/consent`: what an application of somebody else asks for, in words; and a native one, which another program can pretend to be. */
@ApiExcludeController()
@Controller()
@UseGuards(ProviderEnabledGuard)
@Public()
export class ConsentController {
  constructor(
    private readonly interactions: Interactions,
    private readonly granting: Granting,
    private readonly consents: Consents,
    private readonly settings: Settings,
  ) {}

  @Get('consent')
  page(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.interactions.onPage(request, response, 'consent', async (interaction) => {
      const { client, scopes } = await asked(interaction);
      this.interactions.show(
        response,
        200,
        {
          template: 'consent',
          title: say('consent.title', { application: client.clientName ?? say('the_application') }),
          text: say('consent.text', { application: client.clientName ?? say('the_application') }),
          points: scopes.map(inWords),
          form: { action: `${this.settings.publicPath}/consent`, hidden: { seal: interaction.seal }, fields: [], buttons: [{ name: 'agree', value: 'yes', text: say('consent.allow') }, { name: 'cancel', value: 'yes', text: say('cancel'), quiet: true }] },
        },
        interaction.policy,
      );
    });
  }

  @Post('consent')
  @ReadsOwnBody()
  answer(@Req() request: IncomingMessage, @Query() _all: unknown, @Res() response: ServerResponse): Promise<void> {
    return this.interactions.onPage(request, response, 'consent', async (interaction) => {
      const field = await this.interactions.form(request);
      interaction.checkForm(field('seal'));
      if (field('agree') === undefined) return interaction.finish({ error: 'access_denied', error_description: 'the user did not agree' });
      const { client, scopes, userId, sessionId, tenantId, resources } = await asked(interaction);
      if (!(await this.consents.give(userId, { id: client.clientId as ApplicationId, name: client.clientName ?? '' }, scopes))) throw InteractionErrors.gone();
      const grantId = await this.granting.agreed(interaction.provider, { userId, sessionId, client, tenantId, scopes, resources }, interaction.details.grantId);
      if (grantId === undefined) throw InteractionErrors.gone();
      return interaction.finish({ consent: { grantId } });
    });
  }
}

/** @throws InteractionErrors.gone */
async function asked({ provider, details }: OpenInteraction): Promise<{ client: Client; scopes: string[]; userId: UserId; sessionId: SessionId; tenantId: TenantId | null; resources: string[] }> {
  const client = await provider.Client.find(String(details.params['client_id']));
  const { accountId, uid } = details.session ?? {};
  if (!client || !isUuid(accountId) || !isUuid(uid)) throw InteractionErrors.gone();
  const known = knownScopes();
  const scope = details.params['scope'];
  const resource = details.params['resource'];
  return {
    client,
    userId: accountId as UserId,
    sessionId: uid as SessionId,
    tenantId: (details.prompt.details as { readonly organization_id?: TenantId | null }).organization_id ?? null,
    // What is no scope here gives nothing (RFC 6749 section 3.3), so nobody is asked for it: its words are the link's.
    scopes: typeof scope === 'string' ? scope.split(' ').filter((one) => known.has(one)) : [],
    resources: [resource ?? []].flat().filter((one) => typeof one === 'string'),
  };
}

const WORDS: Readonly<Record<string, Text>> = {
  openid: say('scope.openid'),
  profile: say('scope.profile'),
  email: say('scope.email'),
  offline_access: say('scope.offline_access'),
  organization: say('scope.organization'),
};

function inWords(scope: string): Text {
  return WORDS[scope] ?? say('scope.other', { permission: permissionCatalogue().find(({ name }) => name === scope)?.description ?? scope });
}
