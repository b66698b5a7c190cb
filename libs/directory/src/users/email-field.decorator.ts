import { isEmail } from '@authengine/kernel';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';

/** An e-mail address in a request's body, in any form that a person may type. */
export function EmailField(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ format: 'email', example: 'ada@example.com', maxLength: 254 }),
    ValidateBy({ name: 'isEmailAddress', validator: { validate: isEmail, defaultMessage: () => '$property must be an e-mail address' } }),
  );
}
