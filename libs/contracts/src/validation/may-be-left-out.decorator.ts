import { ValidateIf } from 'class-validator';

/**
 * A field of a change (PATCH, PUT) that may be left out and then stays as it is, but never be empty: null is refused.
 * One that may be empty says `@IsOptional()`, and null clears it (RFC 7396).
 */
export function MayBeLeftOut(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}
