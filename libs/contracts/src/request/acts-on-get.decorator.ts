import { SetMetadata } from '@nestjs/common';

export const ACTS_ON_GET_METADATA = Symbol('authengine:acts-on-get');

/**
 * The route's GET does something: it begins a sign-in, sets a cookie, streams for as long as the client
 * stays. HEAD is answered without its handler (RFC 9110 section 9.2.1: safe). An `@Audited` GET needs not say so.
 */
export function ActsOnGet(): MethodDecorator {
  return SetMetadata(ACTS_ON_GET_METADATA, true);
}
