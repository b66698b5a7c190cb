import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';

/** A new password. Its length is limited here; the policy judges it where it is hashed. */
export function NewPasswordField(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ description: '8 to 128 characters, none of the passwords that are guessed first; no rules of composition', minLength: 8, maxLength: 128, example: 'a long and private sentence' }),
    IsString(),
    MaxLength(1024),
  );
}
