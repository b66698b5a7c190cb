import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';

/** A person's name in a request's body: any script, one line. */
export function NameField(example: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ type: String, example, maxLength: 100 }),
    IsOptional(),
    IsString(),
    MaxLength(100),
    Matches(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, { message: '$property must be one line of text' }),
  );
}
