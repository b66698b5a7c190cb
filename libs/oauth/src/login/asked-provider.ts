import { Settings } from '@authengine/config';
import { redirectTarget } from '@authengine/identity';
import { Injectable } from '@nestjs/common';
import { OAuthErrors } from '../oauth.errors.js';
import { OAuthProviders } from '../providers/oauth-providers.js';
import type { Provider } from '../providers/provider.js';

/** What is looked at before a flow begins. */
@Injectable()
export class AskedProvider {
  constructor(
    private readonly providers: OAuthProviders,
    private readonly settings: Settings,
  ) {}

  /** The provider by that name. @throws OAuthErrors.provider_not_configured, OAuthErrors.redirect_refused */
  check(providerName: string, redirectTo: string | null): Provider {
    const provider = this.providers.get(providerName);
    if (redirectTo !== null && !redirectTarget(redirectTo, this.settings.values.REDIRECT_ALLOWLIST)) throw OAuthErrors.redirect_refused();
    return provider;
  }
}
