import { SetMetadata } from '@nestjs/common';

export const ACCESS_WRITE_METADATA = Symbol('authengine:access-write');

/** The route changes what somebody may do, and its query takes `dry_run`, to try it first; one without the other stops the start. rbac's `@ApiDryRunAnswers` says it too. */
export function AccessWrite(): MethodDecorator {
  return SetMetadata(ACCESS_WRITE_METADATA, true);
}
