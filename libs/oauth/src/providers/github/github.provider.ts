import type { Settings } from '@authengine/config';
import { redeem, startingUrl } from '../../outbound/flow-steps.js';
import type { Outbound } from '../../outbound/outbound.js';
import type { ProviderHttp } from '../../outbound/provider-http.js';
import type { FlowStep } from '../../outbound/strategy-options.js';
import type { FlowSecrets, Provider } from '../provider.js';
import type { ProviderIdentity } from '../provider-identity.js';
import type { ProviderSettings } from '../provider-settings.js';
import { githubIdentity } from './github-identity.js';
import { GithubStep, type GithubProfile } from './github.strategy.js';

/** GitHub, or a GitHub Enterprise Server: OAuth 2.0 alone, so its API says who signed in. */
export class GithubProvider implements Provider {
  readonly name = 'github';
  /** Its web origin: user ids of two servers are different people's. */
  private readonly issuer: string;
  private readonly emailsUrl: string | undefined;

  constructor(
    private readonly settings: ProviderSettings,
    { values }: Settings,
    private readonly outbound: Outbound,
  ) {
    this.issuer = new URL(settings.authorizationUrl ?? 'https://github.com').origin;
    this.emailsUrl = values.GITHUB_EMAILS_URL;
  }

  authorizationUrl(begin: (secrets: FlowSecrets) => Promise<string>, asked: { readonly selectAccount: boolean }): Promise<string> {
    return startingUrl((step) => this.strategy(step, this.outbound.conversation()), begin, asked);
  }

  /** GitHub's `iss` is a path below its origin. */
  isIssuer(iss: string): boolean {
    return URL.canParse(iss) && new URL(iss).origin === this.issuer;
  }

  async identify(code: string, { verifier, nonce }: FlowSecrets): Promise<ProviderIdentity> {
    const { profile } = await redeem(this.strategy({ nonce, verifier }, this.outbound.conversation()), code);
    return githubIdentity(profile as GithubProfile, this.issuer);
  }

  private strategy(step: FlowStep, http: ProviderHttp): GithubStep {
    return new GithubStep(this.settings, step, http, this.emailsUrl);
  }
}
