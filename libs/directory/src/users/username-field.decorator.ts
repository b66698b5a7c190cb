import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';

/** A username in a request's body; unique in any case. When a resource is changed, null clears it. */
export function UsernameField({ clearable = false } = {}): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ type: String, ...(clearable ? { nullable: true } : {}), description: `Unique, in whatever case it is written${clearable ? '; null clears it' : ''}`, example: 'ada', minLength: 3, maxLength: 32 }),
    IsOptional(),
    Matches(/^[A-Za-z0-9][A-Za-z0-9._-]{1,30}[A-Za-z0-9]$/, { message: '$property must have 3 to 32 letters, digits, dots, dashes or underscores' }),
  );
}
