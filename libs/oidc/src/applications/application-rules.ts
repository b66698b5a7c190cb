import { RequestErrors } from '@authengine/contracts';
import type { FieldError } from '@authengine/kernel';
import type { Application, ApplicationType, ClientAuthMethod } from './application.entity.js';
import { outboundUriFault } from './outbound-uri-rule.js';
import { publicKeysFault } from './public-keys-rule.js';
import { redirectUriFault } from './redirect-uri-rule.js';

/** What one application says of itself, and all of which must fit together. */
export type Described = Pick<Application, 'type' | 'redirectUris' | 'postLogoutRedirectUris' | 'backchannelLogoutUri' | 'scopes' | 'tokenEndpointAuthMethod' | 'jwks' | 'jwksUri'>;

/** By type: a program that anybody can read keeps no secret (RFC 8252 section 8.5). */
const METHODS: Record<ApplicationType, readonly ClientAuthMethod[]> = {
  web: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
  spa: ['none'],
  native: ['none'],
  service: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
};

/** The method of an application that names none. */
export function usualMethod(type: ApplicationType): ClientAuthMethod {
  return type === 'spa' || type === 'native' ? 'none' : 'client_secret_basic';
}

export function usesSecrets({ tokenEndpointAuthMethod }: Pick<Application, 'tokenEndpointAuthMethod'>): boolean {
  return tokenEndpointAuthMethod === 'client_secret_basic' || tokenEndpointAuthMethod === 'client_secret_post';
}

/**
 * Checks the whole application, also when only one field changes.
 * @throws RequestErrors.invalid naming every wrong field
 */
export function checkApplication(application: Described, { knownScopes, production }: { readonly knownScopes: ReadonlySet<string>; readonly production: boolean }): void {
  const errors = [
    ...uriErrors('redirect_uris', application.redirectUris, application.type),
    ...uriErrors('post_logout_redirect_uris', application.postLogoutRedirectUris, application.type),
    ...missingRedirect(application),
    ...outboundError('backchannel_logout_uri', application.backchannelLogoutUri, production),
    ...outboundError('jwks_uri', application.jwksUri, production),
    ...scopeErrors(application.scopes, knownScopes),
    ...methodErrors(application),
    ...keyErrors(application),
  ];
  if (errors.length > 0) throw RequestErrors.invalid({ errors });
}

function uriErrors(field: string, uris: readonly string[], type: ApplicationType): FieldError[] {
  return uris.flatMap((uri, i) => {
    const fault = uris.indexOf(uri) < i ? 'is there twice' : redirectUriFault(uri, type);
    return fault === null ? [] : [{ field: `${field}.${i}`, message: fault }];
  });
}

function missingRedirect({ type, redirectUris }: Described): FieldError[] {
  return type !== 'service' && redirectUris.length === 0 ? [{ field: 'redirect_uris', message: 'must name at least one' }] : [];
}

function outboundError(field: string, uri: string | null, production: boolean): FieldError[] {
  const fault = uri === null ? null : outboundUriFault(uri, production);
  return fault === null ? [] : [{ field, message: fault }];
}

function scopeErrors(scopes: readonly string[] | null, known: ReadonlySet<string>): FieldError[] {
  return (scopes ?? []).flatMap((scope, i) => (known.has(scope) ? [] : [{ field: `scopes.${i}`, message: 'is no scope of this service' }]));
}

function methodErrors({ type, tokenEndpointAuthMethod }: Described): FieldError[] {
  const allowed = METHODS[type];
  return allowed.includes(tokenEndpointAuthMethod) ? [] : [{ field: 'token_endpoint_auth_method', message: `must be ${allowed.join(' or ')} for the type ${type}` }];
}

function keyErrors({ tokenEndpointAuthMethod, jwks, jwksUri }: Described): FieldError[] {
  const fault = jwks === null ? null : publicKeysFault(jwks);
  return [
    ...(fault === null ? [] : [{ field: 'jwks', message: fault }]),
    ...(jwks !== null && jwksUri !== null ? [{ field: 'jwks_uri', message: 'cannot be beside jwks' }] : []),
    ...(tokenEndpointAuthMethod === 'private_key_jwt' && jwks === null && jwksUri === null ? [{ field: 'jwks', message: 'or jwks_uri is needed for private_key_jwt' }] : []),
  ];
}
