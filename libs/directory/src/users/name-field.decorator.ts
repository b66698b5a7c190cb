import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';

/** A person's name in a request's body: any script, one line. When a resource is changed, null clears it. */
export function NameField(example: string, { clearable = false } = {}): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ type: String, ...(clearable ? { nullable: true, description: 'null clears it' } : {}), example, maxLength: 100 }),
    IsOptional(),
    IsString(),
    MaxLength(100),
    Matches(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, { message: '$property must be one line of text' }),
  );
}
