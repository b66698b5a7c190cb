import { ValidateIf } from 'class-validator';

/**
 * A field of a change (PATCH, PUT) that may be absent, and then does not change, but that must not be null. A field that
 * may be empty has `@IsOptional()` instead, and null clears it (RFC 7396).
 */
export function MayBeLeftOut(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}
