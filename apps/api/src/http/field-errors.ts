import type { FieldError } from '@authengine/kernel';
import type { ValidationError } from '@nestjs/common';

const MAX_ERRORS = 50;
const MAX_FIELD = 100;
const MAX_MESSAGE = 300;

/** Each invalid field once, by its path on the wire (`address.street_name`, `items.0.id`), with the first thing wrong with it. */
export function fieldErrors(errors: readonly ValidationError[], parent = ''): FieldError[] {
  return errors
    .flatMap((error) => {
      const unknown = error.constraints?.['whitelistValidation'] !== undefined;
      // A name that the API does not know is shown as it was sent.
      const name = unknown ? error.property : snakeCase(error.property);
      const field = parent === '' ? name : `${parent}.${name}`;
      const message = unknown ? 'is not a known field' : Object.values(error.constraints ?? {})[0]?.replaceAll(error.property, name);
      const own = message === undefined ? [] : [{ field: field.slice(0, MAX_FIELD).toWellFormed(), message: message.slice(0, MAX_MESSAGE).toWellFormed() }];
      return [...own, ...fieldErrors(error.children ?? [], field)];
    })
    .slice(0, MAX_ERRORS);
}

function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, (_, before: string, letter: string) => `${before}_${letter.toLowerCase()}`);
}
