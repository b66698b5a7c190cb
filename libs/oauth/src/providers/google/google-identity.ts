import { z } from 'zod';
import type { IdTokenClaims } from '../../id-token/id-token-claims.js';
import { OAuthErrors } from '../../oauth.errors.js';
import { toAvatarUrl, toEmail, toName, toNames, type ProviderIdentity } from '../provider-identity.js';
import { googleSubject } from '../subject.js';
import { saysVerified } from '../verified-address.js';
import { googleVouchesFor } from './google-vouches.js';

/** OpenID Connect Core section 5.3.2. */
const UserInfo = z.looseObject({ sub: z.string() });

/**
 * Reads Google's profile: who signed in. The address is proven when Google keeps its mailbox, `email_verified` is the
 * boolean `true`, and id_token and userinfo (if there is one) agree.
 * @throws OAuthErrors.proof_refused for a profile of nobody, or when the two name different people
 */
export function googleIdentity(claims: IdTokenClaims, userinfo: unknown, issuer: string): ProviderIdentity {
  const subject = googleSubject(claims.sub);
  if (subject === null) throw OAuthErrors.proof_refused({ log: { id_token: 'sub' } });
  const info = userinfo === undefined ? { data: claims } : UserInfo.safeParse(userinfo);
  if (info.data?.sub !== claims.sub) throw OAuthErrors.proof_refused({ log: { userinfo: 'sub' } });
  const told = { ...claims, ...info.data };
  const verified = saysVerified(told['email'], [claims, info.data]);
  const email = toEmail(told['email'], false);
  // The hosted domain is the signed id_token's word.
  const proven = verified && email !== null && googleVouchesFor(email.address, claims['hd']);
  return {
    provider: 'google',
    issuer,
    subject,
    email: email && { ...email, proven },
    account: toName(told['email']),
    ...toNames({ name: told['name'], first: told['given_name'], last: told['family_name'] }),
    avatarUrl: toAvatarUrl(told['picture']),
  };
}
