import type { AuthStrategy } from '@authengine/contracts';
import type { TenantId } from '@authengine/kernel';

/**
 * The purpose of challenges in `one_time_tokens`. A change of the user's ways to sign in voids open challenges by this
 * name.
 */
export const MFA_CHALLENGE = 'mfa-challenge';
/** Enough time to find the phone. */
export const CHALLENGE_TTL_SECONDS = 300;
/** How many codes one challenge accepts for checking, right or wrong. */
export const CHALLENGE_ATTEMPTS = 5;

/** The data stored with a challenge. */
export interface ChallengePayload extends Record<string, unknown> {
  /** The first factor. */
  readonly strategy: AuthStrategy;
  /** The tenant in which the new session is to be active. */
  readonly tenant_id?: TenantId | null;
}
