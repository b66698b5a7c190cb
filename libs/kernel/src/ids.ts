import { randomUUID } from 'node:crypto';

declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

/** Branded UUIDs: the compiler refuses a session's id in place of a user's. */
export type UserId = Id<'User'>;
export type SessionId = Id<'Session'>;
export type TenantId = Id<'Tenant'>;
export type RoleId = Id<'Role'>;
export type ServiceKeyId = Id<'ServiceKey'>;
export type ApplicationId = Id<'Application'>;
export type GrantId = Id<'Grant'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export function newId<T extends Id<string>>(): T {
  return randomUUID() as T;
}

/**
 * The canonical form of a UUID from outside: read in either case, written in lower case (RFC 9562 section 4). Any other
 * value is returned unchanged.
 */
export function canonicalUuid<T>(value: T): T | string {
  if (typeof value !== 'string') return value;
  const lower = value.toLowerCase();
  return isUuid(lower) ? lower : value;
}

/** Whether a value is a UUID in canonical lower-case form. Input is brought into that form where it enters. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}
