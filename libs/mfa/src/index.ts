export { MFA_CHALLENGE } from './challenge/mfa-challenge.js';
export { MfaModule } from './mfa.module.js';
export { MfaReset } from './reset/mfa-reset.js';
