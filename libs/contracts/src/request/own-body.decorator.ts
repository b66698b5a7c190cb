import { SetMetadata } from '@nestjs/common';

export const OWN_BODY_METADATA = Symbol('authengine:own-body');

/**
 * The route reads its body itself, so the API's JSON reader, with its limit and media type, does not. Only for a route
 * without path parameters.
 */
export function ReadsOwnBody(): MethodDecorator {
  return SetMetadata(OWN_BODY_METADATA, true);
}
