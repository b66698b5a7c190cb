import { RequestErrors } from '../problems/common.errors.js';

/** Of one form; each costs a microsecond, and a request has a handful. */
const MAX_PARAMETERS = 1_000;

/** The parameters of a form that were sent, by name; each with its values, in their order. */
export type Form = ReadonlyMap<string, readonly string[]>;

/**
 * The parameters of an OAuth form. Unknown ones are for the reader to ignore, and one without a value counts as left
 * out (RFC 6749 section 3.1); but those of `mayBeEmpty` are there all the same.
 * @throws RequestErrors.malformed
 */
export function parseForm(body: Buffer, mayBeEmpty: readonly string[] = []): Form {
  const text = body.toString('utf8');
  if (text.split('&', MAX_PARAMETERS + 1).length > MAX_PARAMETERS) throw RequestErrors.malformed({ detail: 'The form has too many parameters.' });
  const form = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (value === '' && !mayBeEmpty.includes(name)) continue;
    const values = form.get(name);
    if (values) values.push(value);
    else form.set(name, [value]);
  }
  return form;
}

/**
 * The one value of a parameter that must not come twice (RFC 6749 section 3.1); undefined for one that was not sent.
 * @throws RequestErrors.invalid
 */
export function onlyValue(form: Form, name: string): string | undefined {
  const values = form.get(name);
  if (values !== undefined && values.length > 1) throw RequestErrors.invalid({ errors: [{ field: name, message: 'must be given once' }] });
  return values?.[0];
}
