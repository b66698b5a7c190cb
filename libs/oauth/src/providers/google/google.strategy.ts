import { GOOGLE } from '@authengine/config';
import type { Clock } from '@authengine/kernel';
import { Strategy } from 'passport-google-oauth20';
import { Jwks } from '../../id-token/jwks.js';
import { verifyIdToken } from '../../id-token/verify-id-token.js';
import { nonceOf, type Leg } from '../../outbound/leg.js';
import { legStrategy, type TokenParameters } from '../../outbound/leg-strategy.js';
import { strategyOptions } from '../../outbound/strategy-options.js';
import type { FlowStore } from '../../state/flow-store.js';
import type { ProviderIdentity } from '../provider-identity.js';
import type { ProviderSettings } from '../provider-settings.js';
import type { Provider } from '../provider.js';
import { googleIdentity } from './google-identity.js';

const ISSUER = 'https://accounts.google.com';

/** Google: OpenID Connect, and the address where Google itself verified it. */
export class GoogleStrategy extends legStrategy(Strategy, GOOGLE.name) implements Provider {
  override readonly name = GOOGLE.name;
  private readonly issuer: string;
  private readonly keys: Jwks;

  constructor(private readonly settings: ProviderSettings, private readonly clock: Clock, store: FlowStore) {
    super({ ...strategyOptions(settings, store), scope: ['openid', 'email', 'profile'] });
    this.issuer = settings.set('issuer') ?? ISSUER;
    this.keys = new Jwks(settings.endpoint('jwks') ?? '', clock);
  }

  protected override readonly usesNonce = true;

  isIssuer(iss: string): boolean {
    // Google's id_tokens may carry its issuer without the scheme.
    return iss === this.issuer || (this.issuer === ISSUER && iss === 'accounts.google.com');
  }

  override async validate(leg: Leg, _access: string, _refresh: string, { id_token }: TokenParameters, profile: unknown): Promise<ProviderIdentity> {
    const expected = { clientId: this.settings.clientId, nonce: nonceOf(leg), isIssuer: (iss: string) => this.isIssuer(iss) };
    const claims = await verifyIdToken(id_token, expected, this.keys, leg.http, () => this.clock.now());
    return googleIdentity(claims, profile, this.issuer);
  }

  /** Its id_token tells all that a sign-in needs. */
  protected override profileOf(accessToken: string): Promise<unknown> {
    return this.leg.http.getOptionalJson(this.settings.endpoint('userinfo') ?? '', accessToken);
  }
}
