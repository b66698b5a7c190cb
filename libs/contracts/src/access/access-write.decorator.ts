import { SetMetadata } from '@nestjs/common';

export const ACCESS_WRITE_METADATA = Symbol('authengine:access-write');

/**
 * The route changes what somebody may do, so its query must accept `dry_run`. A route with only one of the two stops the
 * start. rbac's `@ApiDryRunAnswers` includes this decorator.
 */
export function AccessWrite(): MethodDecorator {
  return SetMetadata(ACCESS_WRITE_METADATA, true);
}
