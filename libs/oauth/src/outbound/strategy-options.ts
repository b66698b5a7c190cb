import type { FlowStore } from '../state/flow-store.js';
import type { ProviderSettings } from '../providers/provider-settings.js';

/** The options that all our strategies share: PKCE with S256, and our store of states in place of Passport's session. */
export function strategyOptions({ clientId, clientSecret, callbackUrl, endpoint }: ProviderSettings, store: FlowStore) {
  const [authorizationUrl, tokenUrl] = [endpoint('authorization'), endpoint('token')];
  return {
    clientID: clientId,
    clientSecret,
    callbackURL: callbackUrl,
    pkce: true,
    passReqToCallback: true as const,
    store: store as never,
    ...(authorizationUrl === undefined ? {} : { authorizationURL: authorizationUrl }),
    ...(tokenUrl === undefined ? {} : { tokenURL: tokenUrl }),
  };
}
