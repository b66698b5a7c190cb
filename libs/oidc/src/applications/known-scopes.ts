import { permissionCatalogue } from '@authengine/contracts';

/** The scopes that OpenID Connect and this service give a meaning of their own. */
const OWN_SCOPES = ['openid', 'profile', 'email', 'offline_access', 'organization'] as const;

/** Every scope: those, and the name of each declared permission. */
export function knownScopes(): ReadonlySet<string> {
  return new Set([...OWN_SCOPES, ...permissionCatalogue().map(({ name }) => name)]);
}
