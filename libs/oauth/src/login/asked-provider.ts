import { Settings } from '@authengine/config';
import { nativeRedirect, redirectTarget } from '@authengine/identity';
import { Injectable } from '@nestjs/common';
import { OAuthErrors } from '../oauth.errors.js';
import { OAuthProviders } from '../providers/oauth-providers.js';
import type { Provider } from '../providers/provider.js';

/** Our own page that a sign-in through a provider may return to; it needs a code challenge, so that nobody else's sign-in ends there. */
export function signInPage({ values }: Settings): string {
  return `${values.APP_URL}/sign-in/provider`;
}

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
    const ours = redirectTo === signInPage(this.settings);
    const provider = this.check(providerName, ours ? null : redirectTo);
    const bound = ours || (redirectTo !== null && nativeRedirect(redirectTo, this.settings.values.REDIRECT_ALLOWLIST) !== null);
    if (bound && challenge === null) throw OAuthErrors.challenge_required();
    return provider;
  }
}
