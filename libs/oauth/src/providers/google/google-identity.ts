import { z } from 'zod';
import type { IdTokenClaims } from '../../id-token/id-token-claims.js';
import { OAuthErrors } from '../../oauth.errors.js';
import { toAvatarUrl, toEmail, toName, type ProviderIdentity } from '../provider-identity.js';

/** OpenID Connect Core section 5.3.2. */
const UserInfo = z.looseObject({ sub: z.string() });

/**
 * Who Google says signed in. The address is proven where `email_verified` is the boolean `true`, and
 * neither the id_token nor userinfo says otherwise.
 * @throws OAuthErrors.proof_refused when the two speak of different people
 */
export function googleIdentity(claims: IdTokenClaims, userinfo: unknown, issuer: string): ProviderIdentity {
  const info = UserInfo.safeParse(userinfo);
  if (!info.success || info.data.sub !== claims.sub) throw OAuthErrors.proof_refused({ log: { userinfo: 'sub' } });
  const told = { ...claims, ...info.data };
  const speaking = [claims, info.data].filter((source) => source['email'] !== undefined || source['email_verified'] !== undefined);
  const proven = speaking.length > 0 && speaking.every((source) => source['email'] === told['email'] && source['email_verified'] === true);
  return {
    provider: 'google',
    issuer,
    subject: claims.sub,
    email: toEmail(told['email'], proven),
    account: toName(told['email']),
    name: toName(told['name']),
    firstName: toName(told['given_name']),
    lastName: toName(told['family_name']),
    avatarUrl: toAvatarUrl(told['picture']),
  };
}
