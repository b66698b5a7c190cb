import type { AuthStrategy } from '@authengine/contracts';
import type { TenantId } from '@authengine/kernel';

/** The purpose of challenges in `one_time_tokens`; whoever changes how a user signs in voids those under way by this name. */
export const MFA_CHALLENGE = 'mfa-challenge';
/** Long enough to find the phone. */
export const CHALLENGE_TTL_SECONDS = 300;
/** Codes that one challenge takes, right or wrong. */
export const CHALLENGE_ATTEMPTS = 5;

/** What waits with a challenge for its answer. */
export interface ChallengePayload extends Record<string, unknown> {
  /** The first factor. */
  readonly strategy: AuthStrategy;
  /** The tenant that the sign-in asked to be active in. */
  readonly tenant_id?: TenantId | null;
}
