import type { AuthStrategy } from '@authengine/contracts';
import type { User } from '@authengine/directory';
import { type MfaChallengeDto, OneTimeTokens, SecondFactorPort } from '@authengine/identity';
import type { TenantId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { MfaMethods } from '../status/mfa-methods.js';
import { CHALLENGE_TTL_SECONDS, MFA_CHALLENGE, type ChallengePayload } from './mfa-challenge.js';

/**
 * The answer to every sign-in of a user with a second factor. Each sign-in has a challenge of its own, so parallel
 * logins do not disturb each other.
 */
@Injectable()
export class Challenges extends SecondFactorPort {
  constructor(
    private readonly tokens: OneTimeTokens,
    private readonly methods: MfaMethods,
  ) {
    super();
  }

  async challenge(user: User, firstFactor: AuthStrategy, tenantId: TenantId | null): Promise<MfaChallengeDto | null> {
    if (!user.mfaEnabled) return null;
    const methods = await this.methods.of(user);
    const payload: ChallengePayload = { strategy: firstFactor, tenant_id: tenantId };
    return {
      mfa_pending_token: await this.tokens.issue({ purpose: MFA_CHALLENGE, ttlSeconds: CHALLENGE_TTL_SECONDS, userId: user.id, payload }),
      message: `Enter the code of your authenticator app, or a recovery code${methods.includes('webauthn') ? ', or use a passkey' : ''}.`,
      methods,
    };
  }
}
