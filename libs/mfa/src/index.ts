export { MFA_CHALLENGE } from './challenge/mfa-challenge.js';
export { refusalOf as codeRefusal, SecondFactorCheck } from './codes/second-factor-check.js';
export type { CodeCheck, CodeRefusal } from './codes/second-factor-check.js';
export { SecondFactorErrors } from './codes/second-factor.errors.js';
export { MfaModule } from './mfa.module.js';
export { MfaReset } from './reset/mfa-reset.js';
