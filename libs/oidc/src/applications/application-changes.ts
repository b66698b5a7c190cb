import { brandSaid } from '@authengine/contracts';
import type { ApplicationChanges } from './applications.js';
import type { UpdateApplicationDto } from './dto/update-application.dto.js';

/** The fields that a body names, in the words of the row; those that it leaves out are not there. */
export function changesIn(body: UpdateApplicationDto): ApplicationChanges {
  const changes = {
    name: body.name,
    status: body.status,
    firstParty: body.first_party,
    redirectUris: body.redirect_uris,
    postLogoutRedirectUris: body.post_logout_redirect_uris,
    backchannelLogoutUri: body.backchannel_logout_uri,
    scopes: body.scopes,
    tokenEndpointAuthMethod: body.token_endpoint_auth_method,
    jwks: body.jwks,
    jwksUri: body.jwks_uri,
    accessTokenFormat: body.access_token_format,
    accessTokenMinutes: body.access_token_minutes,
    branding: body.branding === undefined ? undefined : brandSaid(body.branding),
  };
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
