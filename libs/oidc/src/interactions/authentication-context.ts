import type { AuthStrategy } from '@authengine/contracts';

/** How somebody signed in, in the words of OpenID Connect (RFC 8176 for `amr`). */
export interface AuthenticationContext {
  readonly amr: string[];
  readonly acr: string;
}

/** One factor, or two; what `acr` says is nothing more than that. */
export const ONE_FACTOR = 'urn:authengine:acr:1fa';
export const TWO_FACTORS = 'urn:authengine:acr:2fa';

export function authenticationContext(strategy: AuthStrategy, secondFactor: boolean): AuthenticationContext {
  const first = strategy === 'email_password' ? ['pwd'] : strategy === 'webauthn' ? ['hwk', 'user', 'mfa'] : [];
  const two = secondFactor || strategy === 'webauthn';
  return { amr: [...first, ...(secondFactor ? ['otp', 'mfa'] : [])], acr: two ? TWO_FACTORS : ONE_FACTOR };
}

/** For somebody who proved again who they are in a session that stands. What began the session counts where it was not the password. */
export function renewedContext(strategy: AuthStrategy, { password, code }: { readonly password: boolean; readonly code: boolean }): AuthenticationContext {
  return authenticationContext(password ? 'email_password' : strategy, code);
}
