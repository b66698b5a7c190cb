import { z } from 'zod';
import { OAuthErrors } from '../oauth.errors.js';
import type { ProviderAnswer } from './provider-http.js';

/** RFC 6749 section 5.1 and OpenID Connect Core section 3.1.3.3. */
const Success = z.object({ access_token: z.string().min(1), id_token: z.string().min(1).optional() });
const Refusal = z.object({ error: z.string() });

/** The code itself is at fault, which is the browser's to mend and not ours. */
const OF_THE_CODE = new Set(['invalid_grant', 'bad_verification_code']);

/**
 * The tokens of a token endpoint's answer. Some providers refuse with status 200 and an `error`, so
 * the body decides.
 * @throws OAuthErrors.code_refused, provider_unavailable
 */
export function tokensOf({ status, json }: ProviderAnswer): z.output<typeof Success> {
  const refusal = Refusal.safeParse(json);
  if (refusal.success) {
    const error = refusal.data.error.slice(0, 100);
    throw OF_THE_CODE.has(error) ? OAuthErrors.code_refused({ log: { error } }) : OAuthErrors.provider_unavailable({ log: { error } });
  }
  const success = Success.safeParse(json);
  if (status !== 200 || !success.success) throw OAuthErrors.provider_unavailable({ log: { status, fault: 'no access token' } });
  return success.data;
}
