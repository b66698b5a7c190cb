import { OAuthErrors } from '../oauth.errors.js';

/** The parameters of RFC 6749 section 4.1.2. Providers add parameters of their own, which are ignored. */
export interface CallbackQuery {
  readonly state: string;
  readonly code: string | undefined;
  readonly error: string | undefined;
  /** RFC 9207. */
  readonly iss: string | undefined;
}

const MAX_LENGTH = 4096;

/** @throws OAuthErrors.invalid_state when there is no state, or a parameter comes twice (RFC 6749 section 3.1) */
export function callbackQuery(query: Readonly<Record<string, unknown>>): CallbackQuery {
  const [state, code, error, iss] = ['state', 'code', 'error', 'iss'].map((name) => {
    const value = query[name];
    if (value === undefined || value === '') return undefined;
    if (typeof value !== 'string' || value.length > MAX_LENGTH) throw OAuthErrors.invalid_state();
    return value;
  });
  if (state === undefined) throw OAuthErrors.invalid_state();
  return { state, code, error, iss };
}
