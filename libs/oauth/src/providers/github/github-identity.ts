import { z } from 'zod';
import { OAuthErrors } from '../../oauth.errors.js';
import { toAvatarUrl, toEmail, toName, toNames, type ProviderIdentity } from '../provider-identity.js';
import { githubSubject } from '../subject.js';

/** The answers of GitHub's API about the person. */
export interface GithubProfile {
  readonly user: unknown;
  readonly emails: unknown;
}

const User = z.looseObject({ id: z.unknown() });
const Email = z.object({ email: z.string(), primary: z.literal(true), verified: z.unknown() });

/**
 * Reads GitHub's profile: who signed in. Only the primary address counts, and it is proven when GitHub has verified it. No
 * other address of the list takes its place.
 * @throws OAuthErrors.proof_refused for a profile of nobody
 */
export function githubIdentity({ user, emails }: GithubProfile, issuer: string): ProviderIdentity {
  const parsed = User.safeParse(user);
  const subject = githubSubject(parsed.data?.id);
  if (!parsed.success || subject === null) throw OAuthErrors.proof_refused({ log: { userinfo: 'id' } });
  const names = toNames({ name: parsed.data['name'] });
  return {
    provider: 'github',
    issuer,
    subject,
    email: primaryEmail(emails),
    account: toName(parsed.data['login']),
    ...names,
    name: names.name ?? toName(parsed.data['login']),
    avatarUrl: toAvatarUrl(parsed.data['avatar_url']),
  };
}

function primaryEmail(emails: unknown): ProviderIdentity['email'] {
  const list = Array.isArray(emails) ? (emails as unknown[]) : [];
  const primary = list.map((entry) => Email.safeParse(entry)).find((entry) => entry.success)?.data;
  return primary ? toEmail(primary.email, primary.verified === true) : null;
}
