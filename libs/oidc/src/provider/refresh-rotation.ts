import { createHmac } from 'node:crypto';
import { KeyRing } from '@authengine/crypto';
import { Clock } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import type { AdapterPayload } from 'oidc-provider';
import { Artefacts } from '../artefacts/artefacts.js';
import type { GrantEndReason } from '../grants/grant.entity.js';
import { currentProtocolRequest } from './current-context.js';

/** As for the sessions' own refresh tokens. */
const GRACE_MS = 10_000;
const KIND = 'RefreshToken';

/**
 * The rotation of refresh tokens of applications, by the rule of the sessions' own: a token has exactly one successor, derived
 * from it, so any burst leads to one. The predecessor of a successor that is still unused gets that same successor again
 * for ten seconds, so an honest retry is answered. Whatever is older ends the grant.
 */
@Injectable()
export class RefreshRotation {
  constructor(
    private readonly artefacts: Artefacts,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  successorOf(token: string): string {
    return createHmac('sha256', this.keys.derivedKey('oidc-refresh-token').key).update(token).digest('base64url');
  }

  /** The token, with `consumed` where its use is a reuse. */
  async read(token: string): Promise<AdapterPayload | undefined> {
    const found = await this.artefacts.find(KIND, token);
    if (!found || found.consumedAt === null) return found?.payload;
    const successor = await this.artefacts.find(KIND, this.successorOf(token));
    const isRetry = this.clock.now().getTime() - found.consumedAt.getTime() <= GRACE_MS && (successor === undefined || successor.consumedAt === null);
    return isRetry ? found.payload : { ...found.payload, consumed: Math.floor(found.consumedAt.getTime() / 1000) };
  }

  /** Why the library ends a grant now. */
  endReason(): GrantEndReason {
    const oidc = currentProtocolRequest()?.oidc;
    if (oidc?.route === 'token') return oidc.entities.RefreshToken ? 'refresh_token_reused' : 'code_reused';
    return oidc?.route === 'revocation' ? 'revoked_by_application' : 'logout';
  }
}
