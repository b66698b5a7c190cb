import type { Settings } from '@authengine/config';
import type { Clock } from '@authengine/kernel';
import type { IdTokenClaims } from '../../id-token/id-token-claims.js';
import { Jwks } from '../../id-token/jwks.js';
import { verifyIdToken } from '../../id-token/verify-id-token.js';
import { redeem, startingUrl } from '../../outbound/flow-steps.js';
import type { Outbound } from '../../outbound/outbound.js';
import type { ProviderHttp } from '../../outbound/provider-http.js';
import type { FlowStep } from '../../outbound/strategy-options.js';
import type { FlowSecrets, Provider } from '../provider.js';
import type { ProviderIdentity } from '../provider-identity.js';
import type { ProviderSettings } from '../provider-settings.js';
import { microsoftIdentity } from './microsoft-identity.js';
import { isMicrosoftIssuer, TENANT_PLACE } from './microsoft-issuer.js';
import { MicrosoftStep } from './microsoft.strategy.js';

const ISSUER = `https://login.microsoftonline.com/${TENANT_PLACE}/v2.0`;
const JWKS_URL = 'https://login.microsoftonline.com/common/discovery/v2.0/keys';

/** Microsoft: OpenID Connect over every directory and personal accounts. */
export class MicrosoftProvider implements Provider {
  readonly name = 'microsoft';
  private readonly issuer: string;
  private readonly keys: Jwks;

  constructor(
    private readonly settings: ProviderSettings,
    { values }: Settings,
    private readonly clock: Clock,
    private readonly outbound: Outbound,
  ) {
    this.issuer = values.MICROSOFT_ISSUER ?? ISSUER;
    this.keys = new Jwks(values.MICROSOFT_JWKS_URL ?? JWKS_URL, clock);
  }

  authorizationUrl(begin: (secrets: FlowSecrets) => Promise<string>, asked: { readonly selectAccount: boolean }): Promise<string> {
    return startingUrl((step) => this.strategy(step, this.outbound.conversation()), begin, asked);
  }

  isIssuer(iss: string): boolean {
    return isMicrosoftIssuer(iss, this.issuer);
  }

  async identify(code: string, { verifier, nonce }: FlowSecrets): Promise<ProviderIdentity> {
    const http = this.outbound.conversation();
    const { idToken, profile } = await redeem(this.strategy({ nonce, verifier }, http), code);
    const isIssuer = (iss: string, claims: IdTokenClaims) => isMicrosoftIssuer(iss, this.issuer, claims['tid'] ?? null);
    const claims = await verifyIdToken(idToken, { clientId: this.settings.clientId, nonce, isIssuer }, this.keys, http, () => this.clock.now());
    return microsoftIdentity(claims, profile);
  }

  private strategy(step: FlowStep, http: ProviderHttp): MicrosoftStep {
    return new MicrosoftStep(this.settings, step, http);
  }
}
