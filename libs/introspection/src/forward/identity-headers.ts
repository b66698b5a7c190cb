import { permissionsIn, type Place } from '@authengine/rbac';
import { fullName } from '../introspect/introspection-answers.js';
import type { TokenHolder } from '../introspect/token-holders.js';
import type { LiveServiceKey } from '../service-keys/live-service-keys.js';

/**
 * Who a request comes from, for the application behind a proxy. Every header is there in every answer, empty where there is
 * nothing to say: a proxy that copies them overwrites what the client itself had put there.
 */
export type IdentityHeaders = Readonly<Record<(typeof NAMES)[number], string>>;

const NAMES = ['X-Auth-User-Id', 'X-Auth-Email', 'X-Auth-Name', 'X-Auth-Tenant-Id', 'X-Auth-Session-Id', 'X-Auth-Strategy', 'X-Auth-Permissions'] as const;

export const NOBODY = Object.fromEntries(NAMES.map((name) => [name, ''])) as IdentityHeaders;

export function identityHeaders({ session, access }: TokenHolder, place: Place, { restriction }: LiveServiceKey): IdentityHeaders {
  const permissions = permissionsIn(access, place);
  return {
    'X-Auth-User-Id': access.userId,
    'X-Auth-Email': visible(access.identity.email),
    'X-Auth-Name': visible(fullName(access.identity)),
    'X-Auth-Tenant-Id': place?.tenantId ?? '',
    'X-Auth-Session-Id': session.sessionId,
    'X-Auth-Strategy': visible(session.authStrategy),
    'X-Auth-Permissions': (restriction?.visible(permissions) ?? permissions).map(visible).join(','),
  };
}

/** Percent-encoded in UTF-8 but for visible ASCII (RFC 9110 section 5.5) other than `%` itself: no reader of headers takes it for another text. */
export function visible(text: string | null): string {
  return text === null ? '' : text.toWellFormed().replace(/[^!-$&-~]+/g, (others) => [...Buffer.from(others)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''));
}
