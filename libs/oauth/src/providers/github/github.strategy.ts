import { GITHUB } from '@authengine/config';
import { Strategy } from 'passport-github2';
import type { Leg } from '../../outbound/leg.js';
import { legStrategy, type TokenParameters } from '../../outbound/leg-strategy.js';
import { strategyOptions } from '../../outbound/strategy-options.js';
import type { FlowStore } from '../../state/flow-store.js';
import type { ProviderIdentity } from '../provider-identity.js';
import type { ProviderSettings } from '../provider-settings.js';
import type { Provider } from '../provider.js';
import { githubIdentity, type GithubProfile } from './github-identity.js';

/** GitHub, or a GitHub Enterprise Server: OAuth 2.0 alone, so its API says who signed in, with all addresses as they are. */
export class GithubStrategy extends legStrategy(Strategy, GITHUB.name) implements Provider {
  override readonly name = GITHUB.name;
  /** Its web origin: user ids of two servers are different people's. */
  private readonly issuer: string;

  constructor(private readonly settings: ProviderSettings, store: FlowStore) {
    super({ ...strategyOptions(settings, store), scope: ['read:user', 'user:email'] });
    this.issuer = new URL(settings.endpoint('authorization') ?? 'https://github.com').origin;
  }

  /** GitHub's `iss` is a path below its origin. */
  isIssuer(iss: string): boolean {
    return URL.canParse(iss) && new URL(iss).origin === this.issuer;
  }

  override validate(_leg: Leg, _access: string, _refresh: string, _parameters: TokenParameters, profile: GithubProfile): ProviderIdentity {
    return githubIdentity(profile, this.issuer);
  }

  protected override profileOf(accessToken: string): Promise<unknown> {
    return this.load(accessToken);
  }

  /** A GitHub App that may not read addresses is refused the list. */
  private async load(accessToken: string): Promise<GithubProfile> {
    const { http } = this.leg;
    const url = (key: keyof typeof GITHUB.endpoints): string => this.settings.endpoint(key) ?? '';
    const [user, emails] = await Promise.all([http.getJson(url('userinfo'), accessToken), http.getOptionalJson(url('emails'), accessToken)]);
    return { user, emails };
  }
}
