import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-google-oauth20';
import type { ProviderHttp } from '../../outbound/provider-http.js';
import { boundedTokenRequest, deliver, ofNoRegister, promptOf, strategyOptions, VERIFY_PARAMETERS, type Done, type FlowStep, type Redeemed, type TokenParameters } from '../../outbound/strategy-options.js';
import type { ProviderSettings } from '../provider-settings.js';

const USERINFO = 'https://openidconnect.googleapis.com/v1/userinfo';

/** Passport's Google strategy for one step of one flow: with a nonce, and with requests that are bounded. */
export class GoogleStep extends PassportStrategy(Strategy, 'google', VERIFY_PARAMETERS) {
  constructor(
    private readonly settings: ProviderSettings,
    private readonly step: FlowStep,
    private readonly http: ProviderHttp,
  ) {
    const { authorizationUrl, tokenUrl } = settings;
    super({
      ...strategyOptions(settings, step),
      scope: ['openid', 'email', 'profile'],
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

  override authorizationParams(): object {
    return { nonce: this.step.nonce, ...promptOf(this.step) };
  }

  /** Its id_token tells all that a sign-in needs. */
  override userProfile(accessToken: string, done: Done): void {
    deliver(this.http.getOptionalJson(this.settings.userinfoUrl ?? USERINFO, accessToken), done, (error) => { this.error(error); });
  }
}
