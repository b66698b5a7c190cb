import { RequestErrors } from '../problems/common.errors.js';

/** The highest number of parameters in a form. Each costs a microsecond, and a real request has few. */
const MAX_PARAMETERS = 1_000;

/** The parameters of a form by name, each with its values in their order. */
export type Form = ReadonlyMap<string, readonly string[]>;

/**
 * The parameters of an OAuth form. The caller ignores unknown ones. A parameter without a value counts as absent (RFC 6749
 * section 3.1), except those in `mayBeEmpty`.
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
 * The value of a parameter that must not come twice (RFC 6749 section 3.1); undefined when it was not sent.
 * @throws RequestErrors.invalid
 */
export function onlyValue(form: Form, name: string): string | undefined {
  const values = form.get(name);
  if (values !== undefined && values.length > 1) throw RequestErrors.invalid({ errors: [{ field: name, message: 'must be given once' }] });
  return values?.[0];
}
