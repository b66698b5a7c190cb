import type { ApplicationId, UserId } from '@authengine/kernel';
import type { EntityManager } from 'typeorm';
import { knownScopes } from '../applications/known-scopes.js';

interface Asked {
  readonly userId: UserId;
  readonly applicationId: ApplicationId;
  readonly scopes: readonly string[];
}

/**
 * Whether the application may have these scopes of this user: they are its own, and the user agreed where it is somebody
 * else's. Call this in the transaction that opens a grant: it holds both rows, so that whoever takes something away ends
 * this grant too.
 */
export async function holdBasis(manager: EntityManager, { userId, applicationId, scopes }: Asked): Promise<boolean> {
  const [application] = await manager.query<{ first_party: boolean; scopes: string[] | null }[]>('SELECT first_party, scopes FROM applications WHERE id = $1 FOR SHARE', [applicationId]);
  if (!application) return false;
  const known = knownScopes();
  const own = new Set(application.scopes?.length === 0 ? ['openid'] : (application.scopes ?? known));
  if (scopes.some((scope) => known.has(scope) && !own.has(scope))) return false;
  if (application.first_party) return true;
  const [consent] = await manager.query<{ scopes: string[] }[]>('SELECT scopes FROM oidc_consents WHERE user_id = $1 AND application_id = $2 FOR SHARE', [userId, applicationId]);
  return consent !== undefined && scopes.every((scope) => consent.scopes.includes(scope));
}
