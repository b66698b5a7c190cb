import { RequestErrors } from '@authengine/contracts';
import type { FieldError } from '@authengine/kernel';
import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { MAX_ERRORS, printable } from './field-errors.js';

/** `prototype` is none of them; the validation strips it all the same. */
const INHERITED = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);

/**
 * Refuses fields and parameters by names that every object has (`toString`, `__proto__`). No DTO
 * declares one; the validation takes them for the object's own and passes over them.
 */
@Injectable()
export class InheritedNamesPipe implements PipeTransform {
  transform(value: unknown, { type }: ArgumentMetadata): unknown {
    if (type !== 'body' && type !== 'query') return value;
    const errors: FieldError[] = [];
    collect(value, '', errors);
    if (errors.length > 0) throw RequestErrors.invalid({ errors: errors.slice(0, MAX_ERRORS) });
    return value;
  }
}

function collect(value: unknown, parent: string, errors: FieldError[]): void {
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return;
  for (const [key, item] of Object.entries(value)) {
    const field = parent === '' ? key : `${parent}.${key}`;
    if (INHERITED.has(key)) errors.push({ field: printable(field), message: 'is not a known field' });
    else collect(item, field, errors);
  }
}
