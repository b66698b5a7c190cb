import type { OpenIdSettings } from '@authengine/config';
import type { Clock } from '@authengine/kernel';
import type { Request } from 'express';
import { authorizationCodeGrant, buildAuthorizationUrl, calculatePKCECodeChallenge, fetchUserInfo, randomPKCECodeVerifier, type Configuration, type IDToken, type UserInfoResponse } from 'openid-client';
import { Strategy } from 'passport';
import { OAuthErrors } from '../../oauth.errors.js';
import { nonceOf, type Leg } from '../../outbound/leg.js';
import type { FlowStore } from '../../state/flow-store.js';
import type { ProviderIdentity } from '../provider-identity.js';
import type { ProviderSettings } from '../provider-settings.js';
import type { Provider } from '../provider.js';
import { openIdSubject } from '../subject.js';
import { openIdIdentity } from './openid-identity.js';
import { OpenIdIssuer } from './openid-issuer.js';
import { isRefusedForGood, openIdRefusal } from './openid-refusal.js';

const SKEW_SECONDS = 60;

/** Any OpenID provider of the settings: code, PKCE, state and nonce, by its discovery document. */
export class OpenIdStrategy extends Strategy implements Provider {
  /** Its way there asks for the discovery document while the browser waits, so a provider that is down is told in three seconds. */
  readonly patienceMs = 2_500;
  private readonly issuer: OpenIdIssuer;

  constructor(override readonly name: string, private readonly openId: OpenIdSettings, private readonly settings: ProviderSettings, private readonly clock: Clock, private readonly store: FlowStore) {
    super();
    this.issuer = new OpenIdIssuer(openId, settings, clock);
  }

  isIssuer(iss: string): boolean {
    return this.issuer.is(iss);
  }

  override authenticate(request: Request): void {
    const leg = request as unknown as Leg;
    const refused = (error: unknown): void => {
      leg.failure = openIdRefusal(error);
      this.error(leg.failure);
    };
    void (leg.there ? this.there(leg, leg.there) : this.back(leg)).then((come) => { this.success(come); }, refused);
  }

  /** Where to send the browser. */
  private async there(leg: Leg, { intent, nonce }: NonNullable<Leg['there']>): Promise<string> {
    const client = await this.issuer.client(leg.http);
    const verifier = randomPKCECodeVerifier();
    const state = await this.store.begin(leg, verifier);
    return buildAuthorizationUrl(client, {
      redirect_uri: this.settings.callbackUrl,
      scope: this.openId.scopes.join(' '),
      state,
      nonce,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(intent.link ? askWhichAccount(client) : {}),
    }).href;
  }

  /** Who signed in. */
  private async back(leg: Leg): Promise<ProviderIdentity> {
    const state = leg.query.state ?? '';
    const verifier = await this.store.take(leg, state);
    const client = await this.issuer.client(leg.http);
    const answered = new URL(this.settings.callbackUrl);
    for (const [name, value] of Object.entries({ state, code: leg.answer?.code, iss: leg.answer?.iss })) if (value !== undefined) answered.searchParams.set(name, value);
    const tokens = await authorizationCodeGrant(client, answered, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonceOf(leg), idTokenExpected: true });
    const claims = this.checked(tokens.claims());
    return openIdIdentity({ provider: this.name, claims, info: await userinfo(client, tokens.access_token, claims) }, this.openId.trustEmail);
  }

  /** What the library leaves to its caller (OpenID Connect Core section 3.1.3.7, points 5 and 10). */
  private checked(claims: IDToken | undefined): IDToken {
    const { azp, iat, sub } = claims ?? { iat: 0, sub: '' };
    const fault = openIdSubject(sub) === null ? 'sub' : azp !== undefined && azp !== this.settings.clientId ? 'azp' : iat - SKEW_SECONDS > this.clock.now().getTime() / 1000 ? 'iat' : null;
    if (!claims || fault !== null) throw OAuthErrors.proof_refused({ log: { id_token: fault ?? 'form' } });
    return claims;
  }
}

/** OpenID Connect Core section 5.3. The id_token is enough for a sign-in where the provider does not tell more. */
async function userinfo(client: Configuration, accessToken: string, { sub }: IDToken): Promise<UserInfoResponse | undefined> {
  if (client.serverMetadata().userinfo_endpoint === undefined) return undefined;
  try {
    return await fetchUserInfo(client, accessToken, sub);
  } catch (error) {
    if (isRefusedForGood(error)) return undefined;
    throw error;
  }
}

/**
 * For a link the provider asks which account it is to be (OpenID Connect Core section 3.1.2.1). One that does not say that
 * it can may refuse the question, and then it asks for the sign-in again.
 */
function askWhichAccount(client: Configuration): { readonly prompt: string } {
  const offered = client.serverMetadata()['prompt_values_supported'];
  return { prompt: Array.isArray(offered) && offered.includes('select_account') ? 'select_account' : 'login' };
}
