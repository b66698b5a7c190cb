export { ChallengeCompletion } from './challenge/challenge-completion.js';
export { MFA_CHALLENGE } from './challenge/challenges.js';
export { MfaModule } from './mfa.module.js';
export { MfaReset } from './reset/mfa-reset.js';
