import { createParamDecorator } from '@nestjs/common';
import type { UserPrincipal } from './principal.js';
import { currentRequest } from './request-context.js';

/** The signed-in user of an `@Authenticated` or `@RequirePermissions` route. */
export const CurrentUser = createParamDecorator((): UserPrincipal => {
  const principal = currentRequest()?.principal;
  if (principal?.kind !== 'user') throw new Error('@CurrentUser is used on a route that does not authenticate a user');
  return principal;
});
