import type { LoginProvider } from '@authengine/contracts';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { Strategy } from 'passport-oauth2';
import type { Leg } from '../../outbound/leg.js';
import { deliver, forLeg, ofNoRegister, selectAccount, strategyOptions, VERIFY_PARAMETERS, type Done, type TokenParameters } from '../../outbound/strategy-options.js';
import type { FlowStore } from '../../state/flow-store.js';
import type { ProviderIdentity } from '../provider-identity.js';
import type { ProviderSettings } from '../provider-settings.js';
import type { Provider } from '../provider.js';
import { describedIdentity } from './described-identity.js';

/** A provider of an extension: OAuth 2.0, and one endpoint that says who signed in. */
export class DescribedStrategy extends PassportStrategy(Strategy, 'described', VERIFY_PARAMETERS) implements Provider {
  override readonly name: string;
  /** The origin of its pages: user ids of two servers are different people's. */
  private readonly issuer: string;
  private readonly userinfoUrl: string;
  private declare readonly leg: Leg;

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

  validate(_leg: Leg, _access: string, _refresh: string, _parameters: TokenParameters, profile: unknown): ProviderIdentity {
    return describedIdentity(this.provider, profile, this.issuer);
  }

  getPassportInstance(): unknown {
    return ofNoRegister();
  }

  override authenticate(leg: Request, options?: object): void {
    Object.assign(this, forLeg(this, this._oauth2, leg as unknown as Leg));
    super.authenticate(leg, options);
  }

  override authorizationParams(): object {
    return selectAccount(this.leg.there);
  }

  override userProfile(accessToken: string, done: Done): void {
    deliver(this.leg.http.getJson(this.userinfoUrl, accessToken), done, (error) => { this.error(error); });
  }
}
