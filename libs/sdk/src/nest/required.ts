import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ConfigurationError } from '../errors/configuration-error.js';
import { parseMode, type Mode } from '../modes/mode.js';
import { checkPermissions } from '../questions/question.js';
import type { Required } from '../requests/admit.js';

export const REQUIRED = 'authengine:required';
export const PUBLIC = 'authengine:public';
export const MODE = 'authengine:mode';

type Where = Pick<Required, 'tenantParam'>;
type Decorate = (target: object, name?: string | symbol, descriptor?: PropertyDescriptor) => void;

const reflector = new Reflector();

/**
 * All of these must be held, in the tenant of the path. On a class it counts for each of its routes, beside their own; said
 * more than once, all of it counts.
 * @throws ConfigurationError for what would be left out otherwise, and for two tenants
 */
export function RequirePermissions(permissions: string | readonly string[], where: Where = {}): MethodDecorator & ClassDecorator {
  const names = typeof permissions === 'string' ? [permissions] : permissions;
  checkPermissions(names);
  if (typeof where !== 'object' || Object.keys(where).some((name) => name !== 'tenantParam')) throw new ConfigurationError("AuthEngine: @RequirePermissions() takes a name or a list of names, and then { tenantParam } at most: @RequirePermissions(['orders.view', 'orders.stock'])");
  const decorate: Decorate = (target, name, descriptor) => {
    const place = (descriptor?.value ?? target) as () => unknown;
    const before = reflector.get<Required | undefined>(REQUIRED, place);
    const all = before ? both({ permissions: names, ...where }, before) : { permissions: names, ...where };
    (SetMetadata(REQUIRED, all) as Decorate)(target, name, descriptor);
  };
  return decorate;
}

/** Anybody may call this route, also without a token. */
export function Public(): CustomDecorator {
  return SetMetadata(PUBLIC, true);
}

/** How fresh the answer must be for this route: `strict`, `bounded` or `offline-tolerant: 60 s`. */
export function AuthMode(mode: Mode): CustomDecorator {
  parseMode(mode);
  return SetMetadata(MODE, mode);
}

function both(one: Required, other: Required): Required {
  const tenantParam = one.tenantParam ?? other.tenantParam;
  if (tenantParam !== (other.tenantParam ?? tenantParam)) throw new ConfigurationError(`AuthEngine: two @RequirePermissions() of one place name two tenants, ${String(tenantParam)} and ${String(other.tenantParam)}`);
  const permissions = [...new Set([...(one.permissions ?? []), ...(other.permissions ?? [])])];
  checkPermissions(permissions);
  return { permissions, ...(tenantParam === undefined ? {} : { tenantParam }) };
}
