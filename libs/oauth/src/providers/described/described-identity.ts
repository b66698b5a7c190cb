import type { LoginProvider, ToldIdentity } from '@authengine/contracts';
import { OAuthErrors } from '../../oauth.errors.js';
import { toAvatarUrl, toEmail, toName, toNames, type ProviderIdentity } from '../provider-identity.js';
import { anySubject } from '../subject.js';

/**
 * Reads the profile of a provider that an extension describes: who signed in, in our own form.
 * @throws OAuthErrors.proof_refused for a profile of nobody, or one that the descriptor cannot read
 */
export function describedIdentity(provider: LoginProvider, profile: unknown, issuer: string): ProviderIdentity {
  const told = toldBy(provider, profile);
  const subject = anySubject(told.subject);
  if (subject === null) throw OAuthErrors.proof_refused({ log: { userinfo: 'subject' } });
  return {
    provider: provider.name,
    issuer,
    subject,
    email: toEmail(told.email, told.emailProven === true),
    account: toName(told.account),
    ...toNames({ name: told.name ?? told.account, first: told.firstName, last: told.lastName }),
    avatarUrl: toAvatarUrl(told.avatarUrl),
  };
}

function toldBy(provider: LoginProvider, profile: unknown): ToldIdentity {
  if (typeof profile !== 'object' || profile === null || Array.isArray(profile)) throw OAuthErrors.proof_refused({ log: { userinfo: 'no object' } });
  try {
    return provider.identity(profile as Readonly<Record<string, unknown>>);
  } catch (error) {
    // Its message may quote the profile.
    throw OAuthErrors.proof_refused({ log: { userinfo: 'not understood', fault: error instanceof Error ? error.name : 'unknown' } });
  }
}
