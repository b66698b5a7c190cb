import { SetMetadata } from '@nestjs/common';

export const LIMITED_BY_SOURCE_METADATA = Symbol('authengine:limited-by-source');

/**
 * The route takes credentials or sends mail: `RATE_LIMIT_PER_MINUTE` calls per client address over
 * all such routes together, then 429 with `Retry-After`. IPv6 sources count by /64.
 */
export function LimitedBySource(): ClassDecorator & MethodDecorator {
  return SetMetadata(LIMITED_BY_SOURCE_METADATA, true);
}
