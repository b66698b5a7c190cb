import type { ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { ConfigurationError } from '../errors/configuration-error.js';
import type { Mode } from '../modes/mode.js';
import type { Required } from '../requests/admit.js';
import { MODE, PUBLIC, REQUIRED } from './required.js';

/**
 * What a route requires; `public` for one that anybody may call. What the class requires is required beside what the
 * method requires, and what the method says of itself goes before a `@Public()` of its class.
 * @throws ConfigurationError for a method that says both
 */
export function requiredOf(reflector: Reflector, context: ExecutionContext): Required | 'public' {
  const method = context.getHandler();
  const owner = context.getClass();
  const own = reflector.get<Required | undefined>(REQUIRED, method);
  const ofClass = reflector.get<Required | undefined>(REQUIRED, owner);
  if (reflector.get<boolean | undefined>(PUBLIC, method) === true) {
    if (own) throw new ConfigurationError(`AuthEngine: ${owner.name}.${method.name} is @Public() and has @RequirePermissions(); it can be one of them`);
    return 'public';
  }
  if (!own && !ofClass && reflector.get<boolean | undefined>(PUBLIC, owner) === true) return 'public';
  const mode = reflector.getAllAndOverride<Mode | undefined>(MODE, [method, owner]);
  const tenantParam = own?.tenantParam ?? ofClass?.tenantParam;
  return {
    permissions: [...new Set([...(ofClass?.permissions ?? []), ...(own?.permissions ?? [])])],
    ...(tenantParam === undefined ? {} : { tenantParam }),
    ...(mode === undefined ? {} : { mode }),
  };
}
