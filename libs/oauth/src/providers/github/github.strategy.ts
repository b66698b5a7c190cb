import { GITHUB } from '@authengine/config';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { Strategy } from 'passport-github2';
import type { Leg } from '../../outbound/leg.js';
import { deliver, forLeg, ofNoRegister, selectAccount, strategyOptions, VERIFY_PARAMETERS, type Done, type TokenParameters } from '../../outbound/strategy-options.js';
import type { FlowStore } from '../../state/flow-store.js';
import type { ProviderIdentity } from '../provider-identity.js';
import type { ProviderSettings } from '../provider-settings.js';
import type { Provider } from '../provider.js';
import { githubIdentity, type GithubProfile } from './github-identity.js';

/** GitHub, or a GitHub Enterprise Server: OAuth 2.0 alone, so its API says who signed in, with all addresses as they are. */
export class GithubStrategy extends PassportStrategy(Strategy, GITHUB.name, VERIFY_PARAMETERS) implements Provider {
  override readonly name = GITHUB.name;
  /** Its web origin: user ids of two servers are different people's. */
  private readonly issuer: string;
  private declare readonly leg: Leg;

  constructor(private readonly settings: ProviderSettings, store: FlowStore) {
    super({ ...strategyOptions(settings, store), scope: ['read:user', 'user:email'] });
    this.issuer = new URL(settings.endpoint('authorization') ?? 'https://github.com').origin;
  }

  /** GitHub's `iss` is a path below its origin. */
  isIssuer(iss: string): boolean {
    return URL.canParse(iss) && new URL(iss).origin === this.issuer;
  }

  validate(_leg: Leg, _access: string, _refresh: string, _parameters: TokenParameters, profile: GithubProfile): ProviderIdentity {
    return githubIdentity(profile, this.issuer);
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
    deliver(this.load(accessToken), done, (error) => { this.error(error); });
  }

  /** A GitHub App that may not read addresses is refused the list. */
  private async load(accessToken: string): Promise<GithubProfile> {
    const { http } = this.leg;
    const url = (key: keyof typeof GITHUB.endpoints): string => this.settings.endpoint(key) ?? '';
    const [user, emails] = await Promise.all([http.getJson(url('userinfo'), accessToken), http.getOptionalJson(url('emails'), accessToken)]);
    return { user, emails };
  }
}
