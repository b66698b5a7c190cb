import { onlyValue, RequestErrors, type Form } from '@authengine/contracts';

/** What an introspection asks; the values are as they came. */
export interface Question {
  readonly token: unknown;
  /** Null when none was named. */
  readonly tenantId: unknown;
}

/** `token_type_hint` of RFC 7662 section 2.1 is taken and needs no heed: there is one type of token. */
const FIELDS = new Set(['token', 'tenant_id', 'token_type_hint']);
const MAX_NAMED = 10;
const NO_TOKEN = { field: 'token', message: 'is required' };

/**
 * The fields of a JSON body as a question. A token of any type is one to be answered; none at all is not.
 * @throws RequestErrors.invalid
 */
export function toQuestion(fields: Readonly<Record<string, unknown>>): Question {
  const errors = Object.keys(fields)
    .filter((field) => !FIELDS.has(field))
    .slice(0, MAX_NAMED)
    .map((field) => ({ field: field.slice(0, 64), message: 'is not a field of this request' }));
  if (!Object.hasOwn(fields, 'token')) errors.push(NO_TOKEN);
  if (errors.length > 0) throw RequestErrors.invalid({ errors });
  return { token: fields['token'], tenantId: fields['tenant_id'] ?? null };
}

/**
 * The parameters of a form as a question; those of other standards are ignored (RFC 7662 section 2.1, RFC 6749 section 3.1).
 * @throws RequestErrors.invalid
 */
export function questionInForm(form: Form): Question {
  const token = onlyValue(form, 'token');
  if (token === undefined) throw RequestErrors.invalid({ errors: [NO_TOKEN] });
  onlyValue(form, 'token_type_hint');
  return { token, tenantId: onlyValue(form, 'tenant_id') ?? null };
}
