import { CryptoModule } from '@authengine/crypto';
import { DirectoryModule } from '@authengine/directory';
import { IdentityModule } from '@authengine/identity';
import { SessionsModule } from '@authengine/sessions';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LinkedAccountsController } from './accounts/linked-accounts.controller.js';
import { LinkService } from './accounts/link.service.js';
import { LinkedIdentities } from './accounts/linked-identities.js';
import { LinkedIdentity } from './accounts/linked-identity.entity.js';
import { UnlinkService } from './accounts/unlink.service.js';
import { IdentityOwner } from './callback/identity-owner.js';
import { OAuthCallbackController } from './callback/oauth-callback.controller.js';
import { OAuthCallback } from './callback/oauth-callback.js';
import { SocialSignIns } from './callback/social-sign-ins.js';
import { ExchangeCodes } from './exchange/exchange-codes.js';
import { OAuthExchangeController } from './exchange/oauth-exchange.controller.js';
import { AskedProvider } from './login/asked-provider.js';
import { LinkOpenings } from './login/link-openings.js';
import { LinkScriptController } from './login/link-script.controller.js';
import { LinkTickets } from './login/link-tickets.js';
import { OAuthLinkController } from './login/oauth-link.controller.js';
import { OAuthLoginController } from './login/oauth-login.controller.js';
import { Legs } from './outbound/legs.js';
import { Outbound } from './outbound/outbound.js';
import { ValidBody } from './outbound/valid-body.js';
import { ValidQuery } from './outbound/valid-query.js';
import { OAuthProviders } from './providers/oauth-providers.js';
import { ProviderTitles } from './providers/provider-titles.js';
import { BrowserCookie } from './state/browser-cookie.js';
import { FlowStore } from './state/flow-store.js';
import { OAuthStates } from './state/oauth-states.js';

/** Signs people in through Google, GitHub, Microsoft, the OpenID providers of the settings and the providers of extensions, when they are configured. */
@Module({
  imports: [CryptoModule, DirectoryModule, SessionsModule, IdentityModule, TypeOrmModule.forFeature([LinkedIdentity])],
  // The paths with fixed words come before those with a provider's name.
  controllers: [LinkedAccountsController, OAuthExchangeController, OAuthLoginController, OAuthLinkController, OAuthCallbackController, LinkScriptController],
  providers: [AskedProvider, BrowserCookie, ExchangeCodes, FlowStore, IdentityOwner, LinkedIdentities, Legs, LinkOpenings, LinkService, LinkTickets, OAuthCallback, OAuthProviders, OAuthStates, Outbound, ProviderTitles, SocialSignIns, UnlinkService, ValidBody, ValidQuery],
  exports: [ExchangeCodes, LinkedIdentities, OAuthProviders, ProviderTitles],
})
export class OAuthModule {}
