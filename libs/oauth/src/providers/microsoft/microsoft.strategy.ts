import { MICROSOFT } from '@authengine/config';
import type { Clock } from '@authengine/kernel';
import { Strategy } from 'passport-microsoft';
import type { IdTokenClaims } from '../../id-token/id-token-claims.js';
import { Jwks } from '../../id-token/jwks.js';
import { verifyIdToken } from '../../id-token/verify-id-token.js';
import { nonceOf, type Leg } from '../../outbound/leg.js';
import { legStrategy, type TokenParameters } from '../../outbound/leg-strategy.js';
import { strategyOptions } from '../../outbound/strategy-options.js';
import type { FlowStore } from '../../state/flow-store.js';
import type { ProviderIdentity } from '../provider-identity.js';
import type { ProviderSettings } from '../provider-settings.js';
import type { Provider } from '../provider.js';
import { microsoftIdentity } from './microsoft-identity.js';
import { isMicrosoftIssuer, TENANT_PLACE } from './microsoft-issuer.js';

const ISSUER = `https://login.microsoftonline.com/${TENANT_PLACE}/v2.0`;

/** Microsoft: OpenID Connect over every directory and personal accounts. */
export class MicrosoftStrategy extends legStrategy(Strategy, MICROSOFT.name) implements Provider {
  override readonly name = MICROSOFT.name;
  private readonly issuer: string;
  private readonly keys: Jwks;

  constructor(private readonly settings: ProviderSettings, private readonly clock: Clock, store: FlowStore) {
    super({ ...strategyOptions(settings, store), scope: ['openid', 'email', 'profile'] });
    this.issuer = settings.set('issuer') ?? ISSUER;
    this.keys = new Jwks(settings.endpoint('jwks') ?? '', clock);
  }

  protected override readonly usesNonce = true;

  isIssuer(iss: string): boolean {
    return isMicrosoftIssuer(iss, this.issuer);
  }

  override async validate(leg: Leg, _access: string, _refresh: string, { id_token }: TokenParameters, profile: unknown): Promise<ProviderIdentity> {
    const isIssuer = (iss: string, claims: IdTokenClaims) => isMicrosoftIssuer(iss, this.issuer, claims['tid'] ?? null);
    const expected = { clientId: this.settings.clientId, nonce: nonceOf(leg), isIssuer };
    const claims = await verifyIdToken(id_token, expected, this.keys, leg.http, () => this.clock.now());
    return microsoftIdentity(claims, profile);
  }

  /** Its id_token tells all that userinfo does, which is asked only where it is configured. */
  protected override profileOf(accessToken: string): Promise<unknown> {
    const userinfoUrl = this.settings.endpoint('userinfo');
    return userinfoUrl === undefined ? Promise.resolve(undefined) : this.leg.http.getOptionalJson(userinfoUrl, accessToken);
  }
}
