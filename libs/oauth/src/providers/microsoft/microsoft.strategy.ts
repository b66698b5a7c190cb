import { MICROSOFT } from '@authengine/config';
import type { Clock } from '@authengine/kernel';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { Strategy } from 'passport-microsoft';
import type { IdTokenClaims } from '../../id-token/id-token-claims.js';
import { Jwks } from '../../id-token/jwks.js';
import { verifyIdToken } from '../../id-token/verify-id-token.js';
import { nonceOf, type Leg } from '../../outbound/leg.js';
import { askedFor, deliver, forLeg, ofNoRegister, strategyOptions, VERIFY_PARAMETERS, type Done, type TokenParameters } from '../../outbound/strategy-options.js';
import type { FlowStore } from '../../state/flow-store.js';
import type { ProviderIdentity } from '../provider-identity.js';
import type { ProviderSettings } from '../provider-settings.js';
import type { Provider } from '../provider.js';
import { microsoftIdentity } from './microsoft-identity.js';
import { isMicrosoftIssuer, TENANT_PLACE } from './microsoft-issuer.js';

const ISSUER = `https://login.microsoftonline.com/${TENANT_PLACE}/v2.0`;

/** Microsoft: OpenID Connect over every directory and personal accounts. */
export class MicrosoftStrategy extends PassportStrategy(Strategy, MICROSOFT.name, VERIFY_PARAMETERS) implements Provider {
  override readonly name = MICROSOFT.name;
  private readonly issuer: string;
  private readonly keys: Jwks;
  private declare readonly leg: Leg;

  constructor(private readonly settings: ProviderSettings, private readonly clock: Clock, store: FlowStore) {
    super({ ...strategyOptions(settings, store), scope: ['openid', 'email', 'profile'] });
    this.issuer = settings.set('issuer') ?? ISSUER;
    this.keys = new Jwks(settings.endpoint('jwks') ?? '', clock);
  }

  isIssuer(iss: string): boolean {
    return isMicrosoftIssuer(iss, this.issuer);
  }

  async validate(leg: Leg, _access: string, _refresh: string, { id_token }: TokenParameters, profile: unknown): Promise<ProviderIdentity> {
    const isIssuer = (iss: string, claims: IdTokenClaims) => isMicrosoftIssuer(iss, this.issuer, claims['tid'] ?? null);
    const expected = { clientId: this.settings.clientId, nonce: nonceOf(leg), isIssuer };
    const claims = await verifyIdToken(id_token, expected, this.keys, leg.http, () => this.clock.now());
    return microsoftIdentity(claims, profile);
  }

  getPassportInstance(): unknown {
    return ofNoRegister();
  }

  override authenticate(leg: Request, options?: object): void {
    Object.assign(this, forLeg(this, this._oauth2, leg as unknown as Leg));
    super.authenticate(leg, options);
  }

  override authorizationParams(): object {
    return askedFor(this.leg);
  }

  /** Its id_token tells all that userinfo does, which is asked only where it is configured. */
  override userProfile(accessToken: string, done: Done): void {
    const userinfoUrl = this.settings.endpoint('userinfo');
    const profile = userinfoUrl === undefined ? Promise.resolve(undefined) : this.leg.http.getOptionalJson(userinfoUrl, accessToken);
    deliver(profile, done, (error) => { this.error(error); });
  }
}
