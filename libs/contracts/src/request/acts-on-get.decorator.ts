import { SetMetadata } from '@nestjs/common';

export const ACTS_ON_GET_METADATA = Symbol('authengine:acts-on-get');

/**
 * The route's GET has an effect: it begins a sign-in, sets a cookie, or streams as long as the client stays. HEAD is
 * answered without the handler, because it must be safe (RFC 9110 section 9.2.1). An `@Audited` GET needs no such mark.
 */
export function ActsOnGet(): MethodDecorator {
  return SetMetadata(ACTS_ON_GET_METADATA, true);
}
