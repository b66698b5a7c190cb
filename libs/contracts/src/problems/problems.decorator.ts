import type { ErrorFactory } from '@authengine/kernel';
import { SetMetadata } from '@nestjs/common';

export const PROBLEMS_METADATA = Symbol('authengine:problems');

/**
 * The refusals of its own that this operation can answer, for OpenAPI. Those that follow from its
 * access, body and limits are added by the document builder.
 */
export function Problems(...errors: readonly ErrorFactory[]): MethodDecorator {
  return SetMetadata(PROBLEMS_METADATA, errors);
}
