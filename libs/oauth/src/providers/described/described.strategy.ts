import type { LoginProvider } from '@authengine/contracts';
import { Strategy } from 'passport-oauth2';
import type { Leg } from '../../outbound/leg.js';
import { legStrategy, type TokenParameters } from '../../outbound/leg-strategy.js';
import { strategyOptions } from '../../outbound/strategy-options.js';
import type { FlowStore } from '../../state/flow-store.js';
import type { ProviderIdentity } from '../provider-identity.js';
import type { ProviderSettings } from '../provider-settings.js';
import type { Provider } from '../provider.js';
import { describedIdentity } from './described-identity.js';

/** A provider of an extension: OAuth 2.0, and one endpoint that says who signed in. */
export class DescribedStrategy extends legStrategy(Strategy, 'described') implements Provider {
  override readonly name: string;
  /** The origin of its pages: user ids of two servers are different people's. */
  private readonly issuer: string;
  private readonly userinfoUrl: string;

  constructor(private readonly provider: LoginProvider, settings: ProviderSettings, store: FlowStore) {
    const { authorization, token, userinfo } = provider.endpoints;
    super({ authorizationURL: authorization, tokenURL: token, ...strategyOptions(settings, store), scope: [...provider.scope] });
    this.name = provider.name;
    this.issuer = new URL(settings.endpoint('authorization') ?? authorization).origin;
    this.userinfoUrl = settings.endpoint('userinfo') ?? userinfo;
  }

  isIssuer(iss: string): boolean {
    return URL.canParse(iss) && new URL(iss).origin === this.issuer;
  }

  override validate(_leg: Leg, _access: string, _refresh: string, _parameters: TokenParameters, profile: unknown): ProviderIdentity {
    return describedIdentity(this.provider, profile, this.issuer);
  }

  protected override profileOf(accessToken: string): Promise<unknown> {
    return this.leg.http.getJson(this.userinfoUrl, accessToken);
  }
}
