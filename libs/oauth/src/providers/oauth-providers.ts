import { GITHUB, GOOGLE, MICROSOFT, Settings } from '@authengine/config';
import type { LoginProvider } from '@authengine/contracts';
import { Clock } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { OAuthErrors } from '../oauth.errors.js';
import { FlowStore } from '../state/flow-store.js';
import { DescribedStrategy } from './described/described.strategy.js';
import { GithubStrategy } from './github/github.strategy.js';
import { GoogleStrategy } from './google/google.strategy.js';
import { MicrosoftStrategy } from './microsoft/microsoft.strategy.js';
import { OpenIdStrategy } from './openid/openid.strategy.js';
import type { ProviderName } from './provider-name.js';
import { providerSettings, type ProviderSettings } from './provider-settings.js';
import type { Provider } from './provider.js';

type Make = (own: ProviderSettings, clock: Clock, store: FlowStore) => Provider;

/** The providers with a strategy of their own. An extension's describe themselves, and those of OIDC_PROVIDERS share one. */
const MAKERS: ReadonlyMap<ProviderName, Make> = new Map<ProviderName, Make>([
  [GOOGLE.name, (own, clock, store) => new GoogleStrategy(own, clock, store)],
  [GITHUB.name, (own, _clock, store) => new GithubStrategy(own, store)],
  [MICROSOFT.name, (own, clock, store) => new MicrosoftStrategy(own, clock, store)],
]);

/** The configured providers. */
@Injectable()
export class OAuthProviders {
  private readonly providers: ReadonlyMap<string, Provider>;

  constructor(settings: Settings, clock: Clock, store: FlowStore) {
    const described = new Map(settings.extensions.flatMap(({ providers = [] }) => providers).map((provider) => [provider.name, provider]));
    this.providers = new Map(
      settings.providers.flatMap((known) => {
        const own = providerSettings(settings, known);
        const { name } = known.description;
        if (!own) return [];
        const provider = own.openId ? new OpenIdStrategy(name, own.openId, own, clock, store) : strategyOf(name, described)(own, clock, store);
        return [[name, provider] as const];
      }),
    );
  }

  names(): ProviderName[] {
    return [...this.providers.values()].map(({ name }) => name);
  }

  /** @throws OAuthErrors.provider_not_configured, also for a name of no provider */
  get(name: string): Provider {
    const provider = this.providers.get(name);
    if (!provider) throw OAuthErrors.provider_not_configured();
    return provider;
  }
}

function strategyOf(name: ProviderName, described: ReadonlyMap<string, LoginProvider>): Make {
  const make = MAKERS.get(name);
  if (make) return make;
  const provider = described.get(name);
  if (!provider) throw new Error(`nothing says how ${name} signs people in`);
  return (own, _clock, store) => new DescribedStrategy(provider, own, store);
}
