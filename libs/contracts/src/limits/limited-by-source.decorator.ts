import { SetMetadata } from '@nestjs/common';

export const LIMITED_BY_SOURCE_METADATA = Symbol('authengine:limited-by-source');

/**
 * The route accepts credentials or sends mail. A client address may make `RATE_LIMIT_PER_MINUTE` calls to all such routes
 * together, and then gets 429 with `Retry-After`. IPv6 addresses count by their /64.
 */
export function LimitedBySource(): ClassDecorator & MethodDecorator {
  return SetMetadata(LIMITED_BY_SOURCE_METADATA, true);
}
