/** The purpose of challenges in `one_time_tokens`; whoever changes how a user signs in voids those under way by this name. */
export const MFA_CHALLENGE = 'mfa-challenge';
/** Long enough to find the phone. */
export const CHALLENGE_TTL_SECONDS = 300;
/** Codes that one challenge takes, right or wrong. */
export const CHALLENGE_ATTEMPTS = 5;
