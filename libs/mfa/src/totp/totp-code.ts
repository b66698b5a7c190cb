import { generateSecret, generateURI, verifySync } from 'otplib';

/** 160 bits, as RFC 4226 section 4 (R6) recommends. */
const SECRET_BYTES = 20;
/** RFC 6238 section 4: every authenticator app uses this step. */
const STEP_SECONDS = 30;
const DIGITS = /^\d{6}$/;

/** A new shared secret, in base32. */
export function newTotpSecret(): string {
  return generateSecret({ length: SECRET_BYTES });
}

/**
 * The time step of this code, from the current step or one step around it (RFC 6238 section 5.2); otherwise null. The
 * caller checks that the step was not used before.
 */
export function matchedStep(secret: string, code: string, now: Date): number | null {
  if (!DIGITS.test(code)) return null;
  const result = verifySync({ secret, token: code, epoch: Math.floor(now.getTime() / 1000), epochTolerance: STEP_SECONDS });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}

/** The `otpauth:` URI that authenticator apps read. */
export function provisioningUri(secret: string, { issuer, account }: { readonly issuer: string; readonly account: string }): string {
  // A colon separates issuer and account in the label, so neither may contain one.
  return generateURI({ secret, issuer: issuer.replaceAll(':', ' '), label: account.replaceAll(':', ' ') });
}
