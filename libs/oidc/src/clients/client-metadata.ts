import { Settings } from '@authengine/config';
import type { ApplicationId } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import type { AdapterPayload } from 'oidc-provider';
import { usesSecrets } from '../applications/application-rules.js';
import type { Application, ApplicationType } from '../applications/application.entity.js';
import { ApplicationSecrets } from '../applications/application-secrets.js';

const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';

const GRANT_TYPES: Record<ApplicationType, readonly string[]> = {
  web: ['authorization_code', 'refresh_token'],
  spa: ['authorization_code', 'refresh_token'],
  native: ['authorization_code', 'refresh_token', DEVICE],
  service: ['client_credentials'],
};

/** The library wants a text where a client authenticates by a secret. What is presented is compared with digests. */
const NO_SECRET_OF_ANYBODY = 'compared-with-digests';

/** An application in the words of the protocol (RFC 7591 section 2). */
@Injectable()
export class ClientMetadata {
  constructor(
    private readonly settings: Settings,
    private readonly secrets: ApplicationSecrets,
  ) {}

  of(application: Application): AdapterPayload {
    const { type } = application;
    const scopes = type === 'service' ? (application.scopes ?? []) : application.scopes;
    const metadata = {
      client_id: application.id,
      client_name: application.name,
      application_type: type === 'native' ? 'native' : 'web',
      redirect_uris: application.redirectUris,
      post_logout_redirect_uris: application.postLogoutRedirectUris,
      grant_types: GRANT_TYPES[type],
      response_types: type === 'service' ? [] : ['code'],
      token_endpoint_auth_method: application.tokenEndpointAuthMethod,
      id_token_signed_response_alg: this.settings.values.OIDC_SIGNING_ALG,
      ...(usesSecrets(application) ? { client_secret: NO_SECRET_OF_ANYBODY } : {}),
      ...(application.jwks === null ? {} : { jwks: application.jwks }),
      ...(application.jwksUri === null ? {} : { jwks_uri: application.jwksUri }),
      ...(application.backchannelLogoutUri === null ? {} : { backchannel_logout_uri: application.backchannelLogoutUri, backchannel_logout_session_required: true }),
      // Without a list anything may be asked for; for a service nothing, since nobody consents to its scopes.
      ...(scopes === null ? {} : { scope: scopes.join(' ') || 'openid' }),
      'ae:type': type,
      'ae:first_party': application.firstParty,
      'ae:tenant_id': application.tenantId,
      'ae:branding': application.branding,
      'ae:access_token_format': application.accessTokenFormat,
      'ae:access_token_minutes': application.accessTokenMinutes,
    };
    return metadata as unknown as AdapterPayload;
  }

  accepts(clientId: string, secret: unknown): Promise<boolean> {
    return this.secrets.accepts(clientId as ApplicationId, secret);
  }
}

/** The library's metadata that are ours. */
export const OWN_METADATA = ['ae:type', 'ae:first_party', 'ae:tenant_id', 'ae:branding', 'ae:access_token_format', 'ae:access_token_minutes'] as const;
