import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension, ApiSecurity } from '@nestjs/swagger';
import type { PermissionDefinition } from '../permissions/define-permissions.js';
import { ACCESS_METADATA, type Access } from './access.js';

type RouteDecorator = ClassDecorator & MethodDecorator;

/** @throws Error where another access decorator stands on the same method or class: the later one would win unseen */
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

/** Anyone may call this route; no credential is read. */
export function Public(): RouteDecorator {
  return access({ kind: 'public' });
}

/**
 * Any user whose session stands, whatever they are allowed (RFC 6750 bearer token). With
 * `endedSessions`, also one whose session has ended, whose token has expired or who is suspended, as long as the token is
 * genuine: for logging out, which must be possible always and twice. With `orRefreshToken`, also whoever has
 * `refresh_token` in the body in place of a token that is genuine: whether that one is, is for the handler to say.
 */
export function Authenticated(options: { readonly endedSessions?: boolean; readonly orRefreshToken?: boolean } = {}): RouteDecorator {
  return applyDecorators(access({ kind: 'authenticated', ...options }), ApiBearerAuth('bearer'));
}

/**
 * An internal service whose key (`X-API-Key`, HTTP Basic or a bearer token) stands now, here and from where it comes. With `checkedByHandler`
 * the handler asks for the key itself, as where it may come in a body that nobody reads before it.
 */
export function ServiceAuthenticated(options: { readonly checkedByHandler?: true } = {}): RouteDecorator {
  return applyDecorators(access({ kind: 'service', ...options }), ApiSecurity('api_key'), ApiSecurity('service_basic'));
}

/**
 * A user who holds every one of `permissions`, on the platform or, with `{ tenantParam }`, in the
 * tenant that this path parameter names. A tenant the caller is no member of answers like an absent one.
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
