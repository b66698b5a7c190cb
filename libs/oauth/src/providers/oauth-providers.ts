import { Settings } from '@authengine/config';
import { Clock } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { Outbound } from '../outbound/outbound.js';
import { OAuthErrors } from '../oauth.errors.js';
import { GithubProvider } from './github/github.provider.js';
import { GoogleProvider } from './google/google.provider.js';
import { MicrosoftProvider } from './microsoft/microsoft.provider.js';
import { PROVIDERS, type ProviderName } from './provider-name.js';
import { providerSettings, type ProviderSettings } from './provider-settings.js';
import type { Provider } from './provider.js';

type Make = (own: ProviderSettings, settings: Settings, clock: Clock, outbound: Outbound) => Provider;

const MAKERS: Readonly<Record<ProviderName, Make>> = {
  google: (own, settings, clock, outbound) => new GoogleProvider(own, settings, clock, outbound),
  github: (own, settings, _clock, outbound) => new GithubProvider(own, settings, outbound),
  microsoft: (own, settings, clock, outbound) => new MicrosoftProvider(own, settings, clock, outbound),
};

/** The providers that are configured; the others are not there. */
@Injectable()
export class OAuthProviders {
  private readonly providers: ReadonlyMap<string, Provider>;

  constructor(settings: Settings, clock: Clock, outbound: Outbound) {
    this.providers = new Map(
      PROVIDERS.flatMap((name) => {
        const own = providerSettings(settings, name);
        return own ? [[name, MAKERS[name](own, settings, clock, outbound)] as const] : [];
      }),
    );
  }

  names(): ProviderName[] {
    return [...this.providers.values()].map(({ name }) => name);
  }

  /** @throws OAuthErrors.provider_not_configured, for names that are no provider's too */
  get(name: string): Provider {
    const provider = this.providers.get(name);
    if (!provider) throw OAuthErrors.provider_not_configured();
    return provider;
  }
}
