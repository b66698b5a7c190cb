import { currentRequest, RequestErrors } from '@authengine/contracts';
import { ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { canonicalUuids } from './canonical-uuids.js';
import { withoutEmptyCursor } from './empty-cursor.js';
import { fieldErrors } from './field-errors.js';
import { nullIsLeftOut } from './null-is-left-out.js';

/** Nest's pipe, with what the contract says of input as a whole done between the DTO's making and its validation. */
class InputPipe extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const given = metadata.type === 'query' ? withoutEmptyCursor(value, metadata.metatype) : value;
    return super.transform(given, metadata);
  }

  protected override validate(dto: object, options?: Parameters<ValidationPipe['validate']>[1]): ReturnType<ValidationPipe['validate']> {
    nullIsLeftOut(dto, currentRequest()?.method);
    canonicalUuids(dto);
    return super.validate(dto, options);
  }
}

/**
 * What a DTO does not declare is refused, and nothing is converted that a DTO does not say: `"1"` is
 * no number and `?a=1&a=2` no string. No value that was sent is ever in the answer.
 */
export function validationPipe(): ValidationPipe {
  return new InputPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    transformOptions: { enableImplicitConversion: false },
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => RequestErrors.invalid({ errors: fieldErrors(errors) }),
  });
}
