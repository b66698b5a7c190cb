import type { Settings } from '@authengine/config';
import type { Clock } from '@authengine/kernel';
import { Jwks } from '../../id-token/jwks.js';
import { verifyIdToken } from '../../id-token/verify-id-token.js';
import type { Outbound } from '../../outbound/outbound.js';
import type { ProviderHttp } from '../../outbound/provider-http.js';
import { redeem, startingUrl } from '../../outbound/flow-steps.js';
import type { FlowStep } from '../../outbound/strategy-options.js';
import type { FlowSecrets, Provider } from '../provider.js';
import type { ProviderIdentity } from '../provider-identity.js';
import type { ProviderSettings } from '../provider-settings.js';
import { googleIdentity } from './google-identity.js';
import { GoogleStep } from './google.strategy.js';

const ISSUER = 'https://accounts.google.com';
const JWKS_URL = 'https://www.googleapis.com/oauth2/v3/certs';

/** Google: OpenID Connect, and the address where Google itself verified it. */
export class GoogleProvider implements Provider {
  readonly name = 'google';
  private readonly issuer: string;
  private readonly keys: Jwks;

  constructor(
    private readonly settings: ProviderSettings,
    { values }: Settings,
    private readonly clock: Clock,
    private readonly outbound: Outbound,
  ) {
    this.issuer = values.GOOGLE_ISSUER ?? ISSUER;
    this.keys = new Jwks(values.GOOGLE_JWKS_URL ?? JWKS_URL, clock);
  }

  authorizationUrl(begin: (secrets: FlowSecrets) => Promise<string>, asked: { readonly selectAccount: boolean }): Promise<string> {
    return startingUrl((step) => this.strategy(step, this.outbound.conversation()), begin, asked);
  }

  isIssuer(iss: string): boolean {
    // Google's id_tokens may carry its issuer without the scheme.
    return iss === this.issuer || (this.issuer === ISSUER && iss === 'accounts.google.com');
  }

  async identify(code: string, { verifier, nonce }: FlowSecrets): Promise<ProviderIdentity> {
    const http = this.outbound.conversation();
    const { idToken, profile } = await redeem(this.strategy({ nonce, verifier }, http), code);
    const expected = { clientId: this.settings.clientId, nonce, isIssuer: (iss: string) => this.isIssuer(iss) };
    const claims = await verifyIdToken(idToken, expected, this.keys, http, () => this.clock.now());
    return googleIdentity(claims, profile, this.issuer);
  }

  private strategy(step: FlowStep, http: ProviderHttp): GoogleStep {
    return new GoogleStep(this.settings, step, http);
  }
}
