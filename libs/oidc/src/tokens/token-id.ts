import { createHash } from 'node:crypto';

/** The name of a token that hangs on no grant: a digest of its id, which may be the token itself. */
export function tokenIdOf(id: string): string {
  return createHash('sha256').update(`authengine/v1/oidc-token/${id}`).digest('base64url');
}
