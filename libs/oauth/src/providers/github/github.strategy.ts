import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-github2';
import type { ProviderHttp } from '../../outbound/provider-http.js';
import { boundedTokenRequest, deliver, ofNoRegister, promptOf, strategyOptions, VERIFY_PARAMETERS, type Done, type FlowStep, type Redeemed, type TokenParameters } from '../../outbound/strategy-options.js';
import type { ProviderSettings } from '../provider-settings.js';

const USER = 'https://api.github.com/user';
const EMAILS = 'https://api.github.com/user/emails';

export interface GithubProfile {
  readonly user: unknown;
  readonly emails: unknown;
}

/** Passport's GitHub strategy for one step of one flow, with requests that are bounded and all of a user's addresses as they are. */
export class GithubStep extends PassportStrategy(Strategy, 'github', VERIFY_PARAMETERS) {
  constructor(
    private readonly settings: ProviderSettings,
    private readonly step: FlowStep,
    private readonly http: ProviderHttp,
    private readonly emailsUrl: string = EMAILS,
  ) {
    const { authorizationUrl, tokenUrl } = settings;
    super({
      ...strategyOptions(settings, step),
      scope: ['read:user', 'user:email'],
      ...(authorizationUrl === undefined ? {} : { authorizationURL: authorizationUrl }),
      ...(tokenUrl === undefined ? {} : { tokenURL: tokenUrl }),
    });
    Object.assign(this._oauth2, { _request: boundedTokenRequest(http, (error) => { this.error(error); }) });
  }

  validate(_accessToken: string, _refreshToken: string, { id_token }: TokenParameters, profile: unknown): Redeemed {
    return { idToken: id_token, profile };
  }

  getPassportInstance(): unknown {
    return ofNoRegister();
  }

  override userProfile(accessToken: string, done: Done): void {
    deliver(this.load(accessToken), done, (error) => { this.error(error); });
  }

  override authorizationParams(): object {
    return promptOf(this.step);
  }

  /** A GitHub App that may not read addresses is refused the list. */
  private async load(accessToken: string): Promise<GithubProfile> {
    const [user, emails] = await Promise.all([this.http.getJson(this.settings.userinfoUrl ?? USER, accessToken), this.http.getOptionalJson(this.emailsUrl, accessToken)]);
    return { user, emails };
  }
}
