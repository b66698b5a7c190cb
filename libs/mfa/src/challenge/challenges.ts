import type { AuthStrategy } from '@authengine/contracts';
import type { User } from '@authengine/directory';
import { type MfaChallengeDto, OneTimeTokens, SecondFactorPort, type WantedSession } from '@authengine/identity';
import type { TenantId } from '@authengine/kernel';
import type { RefreshTransport } from '@authengine/sessions';
import { Injectable } from '@nestjs/common';
import { MfaMethods } from '../status/mfa-methods.js';

/**
 * The purpose of challenges in `one_time_tokens`. A change of the user's ways to sign in voids open challenges by this
 * name.
 */
export const MFA_CHALLENGE = 'mfa-challenge';
/** Enough time to find the phone. */
const CHALLENGE_TTL_SECONDS = 300;
/** How many codes one challenge accepts for checking, right or wrong. */
export const CHALLENGE_ATTEMPTS = 5;

/** The data stored with a challenge. */
export interface ChallengePayload extends Record<string, unknown> {
  /** The first factor. */
  readonly strategy: AuthStrategy;
  /** The tenant in which the new session is to be active. */
  readonly tenant_id?: TenantId | null;
  /** Absent in rows of an earlier version. */
  readonly refresh_transport?: RefreshTransport;
}

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

  async challenge(user: User, firstFactor: AuthStrategy, { tenantId, refreshTransport }: WantedSession): Promise<MfaChallengeDto | null> {
    if (!user.mfaEnabled) return null;
    const methods = await this.methods.of(user);
    const payload: ChallengePayload = { strategy: firstFactor, tenant_id: tenantId, refresh_transport: refreshTransport };
    return {
      mfa_pending_token: await this.tokens.issue({ purpose: MFA_CHALLENGE, ttlSeconds: CHALLENGE_TTL_SECONDS, userId: user.id, payload }),
      message: `Enter the code of your authenticator app, or a recovery code${methods.includes('webauthn') ? ', or use a passkey' : ''}.`,
      methods,
    };
  }
}
