export { ChallengeCompletion } from './challenge/challenge-completion.js';
export { MFA_CHALLENGE } from './challenge/challenges.js';
export { MfaModule } from './mfa.module.js';
export { MfaReset } from './reset/mfa-reset.js';
export { isAuthenticationJson } from './passkeys/ceremony/credential-json.js';
export type { PasskeyKind } from './passkeys/sign-in/passkey-kind.js';
export { PasskeySignIn } from './passkeys/sign-in/passkey-sign-in.js';
