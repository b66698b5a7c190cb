import { RequestErrors } from '@authengine/contracts';
import { isWellFormedText, type FieldError } from '@authengine/kernel';
import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { MAX_ERRORS, printable } from './field-errors.js';

/** Refuses text that a store cannot keep, wherever it is in a body, query or path, before anything looks at it. */
@Injectable()
export class WellFormedPipe implements PipeTransform {
  transform(value: unknown, { type, data }: ArgumentMetadata): unknown {
    if (type === 'custom') return value;
    const errors: FieldError[] = [];
    collect(value, data ?? '', errors);
    if (errors.length > 0) throw RequestErrors.invalid({ errors: errors.slice(0, MAX_ERRORS) });
    return value;
  }
}

function collect(value: unknown, field: string, errors: FieldError[]): void {
  if (typeof value === 'string') {
    if (!isWellFormedText(value)) errors.push({ field: printable(field), message: 'must be text without NUL characters and lone surrogates' });
  } else if (typeof value === 'object' && value !== null && !Buffer.isBuffer(value)) {
    for (const [key, item] of Object.entries(value)) {
      const path = field === '' ? key : `${field}.${key}`;
      if (!isWellFormedText(key)) errors.push({ field: printable(path), message: 'must have a name without NUL characters and lone surrogates' });
      collect(item, path, errors);
    }
  }
}
