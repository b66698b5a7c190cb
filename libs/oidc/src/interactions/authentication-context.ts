import type { AuthStrategy } from '@authengine/contracts';
import type { PasskeyKind } from '@authengine/mfa';

/** How somebody signed in, in the words of OpenID Connect (RFC 8176 for `amr`). */
export interface AuthenticationContext {
  readonly amr: string[];
  readonly acr: string;
}

/** What was shown in one sign-in. */
export interface ShownFactors {
  readonly strategy: AuthStrategy;
  /** The passkey that began it. */
  readonly passkey?: PasskeyKind | undefined;
  readonly second?: 'code' | PasskeyKind | undefined;
}

/** One factor, or two; what `acr` says is nothing more than that. */
export const ONE_FACTOR = 'urn:authengine:acr:1fa';
export const TWO_FACTORS = 'urn:authengine:acr:2fa';

/** A key that stays in its device, or one in software that goes to others; and that somebody was there. */
const OF_PASSKEY: Record<PasskeyKind, readonly string[]> = { device_bound: ['hwk', 'user'], synced: ['swk', 'user'] };

export function authenticationContext({ strategy, passkey, second }: ShownFactors): AuthenticationContext {
  const two = second !== undefined || strategy === 'webauthn';
  const methods = [
    ...(strategy === 'email_password' ? ['pwd'] : []),
    ...(passkey === undefined ? [] : OF_PASSKEY[passkey]),
    ...(second === undefined ? [] : second === 'code' ? ['otp'] : OF_PASSKEY[second]),
    ...(two ? ['mfa'] : []),
  ];
  return { amr: [...new Set(methods)], acr: two ? TWO_FACTORS : ONE_FACTOR };
}

/** For somebody who proved again who they are in a session that stands. What began the session counts where it was not the password. */
export function renewedContext(strategy: AuthStrategy, { password, code }: { readonly password: boolean; readonly code: boolean }): AuthenticationContext {
  return authenticationContext({ strategy: password ? 'email_password' : strategy, second: code ? 'code' : undefined });
}
