import type { Application } from './application.entity.js';

/** An application as the audit log has it, in the words of the API; of its public keys the ids alone. */
export function applicationOnRecord(application: Application): Record<string, unknown> {
  return {
    name: application.name,
    status: application.status,
    first_party: application.firstParty,
    redirect_uris: application.redirectUris,
    post_logout_redirect_uris: application.postLogoutRedirectUris,
    backchannel_logout_uri: application.backchannelLogoutUri,
    scopes: application.scopes,
    token_endpoint_auth_method: application.tokenEndpointAuthMethod,
    jwks: application.jwks?.keys.map(({ kid }) => (typeof kid === 'string' ? kid : '')) ?? null,
    jwks_uri: application.jwksUri,
    access_token_format: application.accessTokenFormat,
    access_token_minutes: application.accessTokenMinutes,
    branding: application.branding,
  };
}
