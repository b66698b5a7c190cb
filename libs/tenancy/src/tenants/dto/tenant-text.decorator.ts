import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsString, Length, Matches } from 'class-validator';

const trimmed = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.trim() : value);

/** A tenant's name: one line of 1 to 200 characters, without the spaces around it. */
export function TenantName(): PropertyDecorator {
  return applyDecorators(Transform(trimmed), IsString(), Length(1, 200), Matches(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, { message: '$property must be one line of text' }));
}

/** A tenant's description: up to 2000 characters, line breaks included. */
export function TenantDescription(): PropertyDecorator {
  return applyDecorators(IsString(), Length(0, 2000), Matches(/^(?:\P{Cc}|[\t\n\r])*$/u, { message: '$property must be text' }));
}
