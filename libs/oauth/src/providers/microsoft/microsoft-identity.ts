import { z } from 'zod';
import type { IdTokenClaims } from '../../id-token/id-token-claims.js';
import { OAuthErrors } from '../../oauth.errors.js';
import { toEmail, toName, toNames, type ProviderIdentity } from '../provider-identity.js';
import { microsoftSubject } from '../subject.js';

const UserInfo = z.looseObject({});

/**
 * Reads Microsoft's profile: who signed in is the object `oid` of the directory `tid`. Each directory's administrators
 * write its addresses, so no address is proof. Userinfo's `sub` differs between applications and is not compared, but an
 * object id there must be the same.
 * @throws OAuthErrors.proof_refused for a profile of nobody, or of somebody else
 */
export function microsoftIdentity(claims: IdTokenClaims, userinfo: unknown): ProviderIdentity {
  const subject = microsoftSubject(claims['tid'], claims['oid']);
  if (subject === null) throw OAuthErrors.proof_refused({ log: { id_token: 'tid, oid' } });
  const info = UserInfo.safeParse(userinfo === undefined ? {} : userinfo);
  const object: unknown = info.data?.['oid'] ?? info.data?.['id'];
  if (!info.success || (object !== undefined && microsoftSubject(claims['tid'], object) !== subject)) throw OAuthErrors.proof_refused({ log: { userinfo: 'oid' } });
  const told = { ...info.data, ...claims };
  return {
    provider: 'microsoft',
    issuer: claims.iss,
    subject,
    email: toEmail(told['email'], false) ?? toEmail(told['mail'], false) ?? toEmail(told['preferred_username'], false),
    account: toName(told['preferred_username'] ?? told['userPrincipalName'] ?? told['email']),
    ...toNames({ name: told['name'] ?? told['displayName'], first: told['given_name'] ?? told['givenName'], last: told['family_name'] ?? told['surname'] }),
    // The picture's URL is in Microsoft's API, which needs the user's own token.
    avatarUrl: null,
  };
}
