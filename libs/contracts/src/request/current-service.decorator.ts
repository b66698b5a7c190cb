import { createParamDecorator } from '@nestjs/common';
import type { ServicePrincipal } from './principal.js';
import { currentRequest } from './request-context.js';

/** The key of the caller of a `@ServiceAuthenticated` route, and the key's tenant. */
export const CurrentService = createParamDecorator((): ServicePrincipal => {
  const principal = currentRequest()?.principal;
  if (principal?.kind !== 'service') throw new Error('@CurrentService is used on a route that does not authenticate a service');
  return principal;
});
