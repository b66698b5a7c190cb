import type { IDToken, UserInfoResponse } from 'openid-client';
import { OAuthErrors } from '../../oauth.errors.js';
import { toAvatarUrl, toEmail, toName, toNames, type ProviderIdentity } from '../provider-identity.js';
import type { ProviderName } from '../provider-name.js';
import { openIdSubject } from '../subject.js';
import { saysVerified } from '../verified-address.js';

interface Told {
  readonly provider: ProviderName;
  /** Of the id_token, which was checked. */
  readonly claims: IDToken;
  /** Of the same subject; undefined where the provider tells none. */
  readonly info: UserInfoResponse | undefined;
}

/**
 * Reads the claims of an OpenID provider (OpenID Connect Core section 5.1): who signed in. The address is proven when the
 * settings trust this provider with addresses, and id_token and userinfo agree that it is verified.
 * @throws OAuthErrors.proof_refused for a subject that is nobody's
 */
export function openIdIdentity({ provider, claims, info }: Told, trustEmail: boolean): ProviderIdentity {
  const subject = openIdSubject(claims.sub);
  if (subject === null) throw OAuthErrors.proof_refused({ log: { id_token: 'sub' } });
  const told: Readonly<Record<string, unknown>> = { ...claims, ...info };
  return {
    provider,
    issuer: claims.iss,
    subject,
    email: toEmail(told['email'], trustEmail && saysVerified(told['email'], info ? [claims, info] : [claims])),
    account: toName(told['preferred_username'] ?? told['email']),
    ...toNames({ name: told['name'], first: told['given_name'], last: told['family_name'] }),
    avatarUrl: toAvatarUrl(told['picture']),
  };
}
