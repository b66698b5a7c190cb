import type { FieldError } from '@authengine/kernel';
import type { ValidationError } from '@nestjs/common';

/** Of one answer. */
export const MAX_ERRORS = 50;
const MAX_FIELD = 100;
const MAX_MESSAGE = 300;

/** A field's name as it was sent, as far as it can be shown. */
export function printable(field: string): string {
  return field.toWellFormed().replaceAll('\0', '\u{fffd}').slice(0, MAX_FIELD);
}

/** Each invalid field once, by its path on the wire (`address.street_name`, `items.0.id`), with what is wrong with it: what it is, before how long. */
export function fieldErrors(errors: readonly ValidationError[], parent = ''): FieldError[] {
  return errors
    .flatMap((error) => {
      const unknown = error.constraints?.['whitelistValidation'] !== undefined;
      // A name that the API does not know is shown as it was sent.
      const name = unknown ? error.property : snakeCase(error.property);
      const field = parent === '' ? name : `${parent}.${name}`;
      const message = unknown ? 'is not a known field' : ofKindFirst(error.constraints ?? {})?.replaceAll(error.property, name);
      const own = message === undefined ? [] : [{ field: printable(field), message: message.slice(0, MAX_MESSAGE).toWellFormed() }];
      return [...own, ...fieldErrors(error.children ?? [], field)];
    })
    .slice(0, MAX_ERRORS);
}

/** A number where a string belongs is no short string. */
function ofKindFirst(constraints: Readonly<Record<string, string>>): string | undefined {
  const kind = Object.keys(constraints).find((name) => /^is[A-Z]/.test(name));
  return kind === undefined ? Object.values(constraints)[0] : constraints[kind];
}

function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, (_, before: string, letter: string) => `${before}_${letter.toLowerCase()}`);
}
