import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension, ApiSecurity } from '@nestjs/swagger';
import type { PermissionDefinition } from '../permissions/define-permissions.js';
import { ACCESS_METADATA, type Access } from './access.js';

type RouteDecorator = ClassDecorator & MethodDecorator;

/** @throws Error for a second access decorator on the same method or class, because the later one would win unseen */
const access =
  (value: Access): RouteDecorator =>
  (target: object, key?: string | symbol, descriptor?: PropertyDescriptor) => {
    const place = (descriptor?.value ?? target) as object;
    const other = Reflect.getOwnMetadata(ACCESS_METADATA, place) as Access | undefined;
    if (other) throw new Error(`${nameOf(target, key)} says more than one thing about access (${other.kind}, ${value.kind})`);
    Reflect.defineMetadata(ACCESS_METADATA, value, place);
  };

function nameOf(target: object, key: string | symbol | undefined): string {
  return key === undefined ? (target as { name: string }).name : `${target.constructor.name}.${String(key)}`;
}

/** Anyone may call this route. No credential is read. */
export function Public(): RouteDecorator {
  return access({ kind: 'public' });
}

/**
 * Every user with a live session may call this route (RFC 6750 bearer token), whatever their permissions. With
 * `endedSessions`, a genuine token is enough: its session may have ended, it may have expired, or its user may be
 * suspended. Logout needs that, because it must always work, also twice. With `orRefreshToken`, a body with `refresh_token`,
 * or the refresh cookie, may replace the access token; the handler checks it.
 */
export function Authenticated(options: { readonly endedSessions?: boolean; readonly orRefreshToken?: boolean } = {}): RouteDecorator {
  return applyDecorators(access({ kind: 'authenticated', ...options }), ApiBearerAuth('bearer'));
}

/**
 * An internal service with a valid key (`X-API-Key`, HTTP Basic or a bearer token) may call this route. With
 * `checkedByHandler` the handler checks the key itself, because it may be in the body.
 */
export function ServiceAuthenticated(options: { readonly checkedByHandler?: true } = {}): RouteDecorator {
  return applyDecorators(access({ kind: 'service', ...options }), ApiSecurity('api_key'), ApiSecurity('service_basic'));
}

/**
 * A user who holds all of `permissions` may call this route: on the platform or, with `{ tenantParam }`, in the tenant of
 * this path parameter. A tenant of which the caller is no member answers like one that does not exist.
 */
export function RequirePermissions(...args: [...PermissionDefinition[], PermissionDefinition | { tenantParam: string }]): RouteDecorator {
  const last = args.at(-1);
  const options = last !== undefined && 'tenantParam' in last ? last : undefined;
  const permissions = args.filter((arg): arg is PermissionDefinition => 'name' in arg);
  if (permissions.length === 0) throw new Error('@RequirePermissions needs at least one permission');
  return applyDecorators(
    access({ kind: 'permissions', permissions, ...(options ? { tenantParam: options.tenantParam } : {}) }),
    ApiBearerAuth('bearer'),
    ApiExtension('x-permissions', permissions.map((p) => p.name)),
  );
}
