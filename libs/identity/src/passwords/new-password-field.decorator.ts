import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';

/** A password to be set: bounded here, judged by the policy where it is hashed. */
export function NewPasswordField(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ description: '8 to 128 characters, none of the passwords that are guessed first; no rules of composition', minLength: 8, maxLength: 128, example: 'a long and private sentence' }),
    IsString(),
    MaxLength(1024),
  );
}
