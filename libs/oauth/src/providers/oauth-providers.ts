import { Settings } from '@authengine/config';
import { Clock } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { OAuthErrors } from '../oauth.errors.js';
import { FlowStore } from '../state/flow-store.js';
import { GithubStrategy } from './github/github.strategy.js';
import { GoogleStrategy } from './google/google.strategy.js';
import { MicrosoftStrategy } from './microsoft/microsoft.strategy.js';
import { PROVIDERS, type ProviderName } from './provider-name.js';
import { providerSettings, type ProviderSettings } from './provider-settings.js';
import type { Provider } from './provider.js';

type Make = (own: ProviderSettings, settings: Settings, clock: Clock, store: FlowStore) => Provider;

const MAKERS: Readonly<Record<ProviderName, Make>> = {
  google: (own, settings, clock, store) => new GoogleStrategy(own, settings, clock, store),
  github: (own, settings, _clock, store) => new GithubStrategy(own, settings, store),
  microsoft: (own, settings, clock, store) => new MicrosoftStrategy(own, settings, clock, store),
};

/** The providers that are configured; the others are not there. */
@Injectable()
export class OAuthProviders {
  private readonly providers: ReadonlyMap<string, Provider>;

  constructor(settings: Settings, clock: Clock, store: FlowStore) {
    this.providers = new Map(
      PROVIDERS.flatMap((name) => {
        const own = providerSettings(settings, name);
        return own ? [[name, MAKERS[name](own, settings, clock, store)] as const] : [];
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
