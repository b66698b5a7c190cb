import { Settings } from '@authengine/config';
import { nativeRedirect, redirectTarget } from '@authengine/identity';
import { Injectable } from '@nestjs/common';
import { OAuthErrors } from '../oauth.errors.js';
import { OAuthProviders } from '../providers/oauth-providers.js';
import type { Provider } from '../providers/provider.js';

/** The checks before a flow begins. */
@Injectable()
export class AskedProvider {
  constructor(
    private readonly providers: OAuthProviders,
    private readonly settings: Settings,
  ) {}

  /** The provider of that name. @throws OAuthErrors.provider_not_configured, OAuthErrors.redirect_refused */
  check(providerName: string, redirectTo: string | null): Provider {
    const provider = this.providers.get(providerName);
    const { REDIRECT_ALLOWLIST: allowed } = this.settings.values;
    if (redirectTo !== null && !redirectTarget(redirectTo, allowed) && !nativeRedirect(redirectTo, allowed)) throw OAuthErrors.redirect_refused();
    return provider;
  }

  /** As `check`, for a sign-in: only the application that asked may exchange its code. @throws OAuthErrors.challenge_required */
  checkSignIn(providerName: string, redirectTo: string | null, challenge: string | null): Provider {
    const provider = this.check(providerName, redirectTo);
    if (redirectTo !== null && challenge === null && nativeRedirect(redirectTo, this.settings.values.REDIRECT_ALLOWLIST)) throw OAuthErrors.challenge_required();
    return provider;
  }
}
