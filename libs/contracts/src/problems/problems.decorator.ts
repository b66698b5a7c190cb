import type { ErrorFactory } from '@authengine/kernel';
import { SetMetadata } from '@nestjs/common';

export const PROBLEMS_METADATA = Symbol('authengine:problems');

/**
 * The operation's own errors, for OpenAPI. The document builder adds those of its access, body and limits.
 */
export function Problems(...errors: readonly ErrorFactory[]): MethodDecorator {
  return SetMetadata(PROBLEMS_METADATA, errors);
}
