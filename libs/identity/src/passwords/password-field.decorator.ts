import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';

/** A password to check: any text up to a limit, because its quality was judged when it was set. */
export function PasswordField(): PropertyDecorator {
  return applyDecorators(ApiProperty({ example: 'a long and private sentence', maxLength: 1024 }), IsString(), MaxLength(1024));
}
