import { Settings } from '@authengine/config';
import { newOneTimeSecret } from '@authengine/crypto';
import { redirectTarget } from '@authengine/identity';
import { Injectable } from '@nestjs/common';
import { OAuthErrors } from '../oauth.errors.js';
import { OAuthProviders } from '../providers/oauth-providers.js';
import type { Provider } from '../providers/provider.js';
import { OAuthStates, type FlowIntent } from '../state/oauth-states.js';

export interface Started {
  readonly authorizationUrl: string;
  /** For the cookie of the browser that starts. */
  readonly browserSecret: string;
}

/** The first half of every flow through a provider. */
@Injectable()
export class OAuthStart {
  constructor(
    private readonly providers: OAuthProviders,
    private readonly states: OAuthStates,
    private readonly settings: Settings,
  ) {}

  /** The provider by that name. @throws OAuthErrors.provider_not_configured, OAuthErrors.redirect_refused */
  check(providerName: string, redirectTo: string | null): Provider {
    const provider = this.providers.get(providerName);
    if (redirectTo !== null && !redirectTarget(redirectTo, this.settings.values.REDIRECT_ALLOWLIST)) throw OAuthErrors.redirect_refused();
    return provider;
  }

  /** @throws OAuthErrors.provider_not_configured, OAuthErrors.redirect_refused, before anything is kept */
  async start(providerName: string, intent: FlowIntent): Promise<Started> {
    const provider = this.check(providerName, intent.redirectTo);
    const browserSecret = newOneTimeSecret();
    const authorizationUrl = await provider.authorizationUrl((secrets) => this.states.begin(provider.name, secrets, browserSecret, intent), { selectAccount: intent.link !== null });
    return { authorizationUrl, browserSecret };
  }
}
