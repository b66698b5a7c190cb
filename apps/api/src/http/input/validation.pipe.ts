import { RequestErrors } from '@authengine/contracts';
import { ValidationPipe } from '@nestjs/common';
import { fieldErrors } from './field-errors.js';

/**
 * What a DTO does not declare is refused, and nothing is converted that a DTO does not say: `"1"` is
 * no number and `?a=1&a=2` no string. No value that was sent is ever in the answer.
 */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    transformOptions: { enableImplicitConversion: false },
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => RequestErrors.invalid({ errors: fieldErrors(errors) }),
  });
}
