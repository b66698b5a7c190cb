import { FORM_TYPE, JSON_TYPE, mediaType, onlyValue, parseForm, parseStrictJson, RequestErrors, type Form } from '@authengine/contracts';
import type { FieldError } from '@authengine/kernel';

/** One question of an introspection. Token and tenant are unchecked. */
export interface Question {
  readonly token: unknown;
  /** Null when the request names none. */
  readonly tenantId: unknown;
  /** The caller asks whether the user holds all of these; null when it does not ask. */
  readonly permissions: readonly string[] | null;
  /** The answer has the decision, without the list of all permissions. */
  readonly decisionOnly: boolean;
  /** The answer includes at least what had ended by this epoch; 0 when none was named. */
  readonly minEpoch: number;
}

export type Body = { readonly json: Record<string, unknown> } | { readonly form: Form };

/** `token_type_hint` (RFC 7662 section 2.1) is accepted and ignored, because there is one type of token. */
const FIELDS = new Set(['token', 'tenant_id', 'permission', 'include', 'min_epoch', 'token_type_hint']);
const MAX_NAMED = 10;
const MAX_PERMISSIONS = 100;
/** An empty token gets an answer like any other invalid token. */
const MAY_BE_EMPTY = ['token'];

/**
 * The fields of a body: a JSON object, as strict as everywhere in the API, or a form (RFC 7662 section 2.1).
 * @throws RequestErrors.unsupported_media_type, RequestErrors.malformed
 */
export function parseBody(contentType: string | undefined, body: Buffer): Body {
  // A body without bytes is no body, whatever its content type.
  if (body.length === 0) return { json: {} };
  switch (mediaType(contentType)) {
    case JSON_TYPE:
      return { json: parseStrictJson(body.toString('utf8')) };
    case FORM_TYPE:
      return { form: parseForm(body, MAY_BE_EMPTY) };
    default:
      throw RequestErrors.unsupported_media_type({ detail: `Send ${JSON_TYPE} or ${FORM_TYPE}.` });
  }
}

/**
 * The fields of a JSON body as a question. A token of any type gets an answer; a missing token is an error.
 * @throws RequestErrors.invalid
 */
export function toQuestion(fields: Readonly<Record<string, unknown>>): Question {
  const errors: FieldError[] = [];
  const question = readQuestion(fields, errors);
  if (errors.length > 0) throw RequestErrors.invalid({ errors });
  return question;
}

/** As `toQuestion`, but adds each error to `errors`, with `place` before the field's name. */
export function readQuestion(fields: Readonly<Record<string, unknown>>, errors: FieldError[], place = ''): Question {
  const unknown = Object.keys(fields).filter((field) => !FIELDS.has(field));
  for (const field of unknown.slice(0, MAX_NAMED)) errors.push({ field: `${place}${field.slice(0, 64)}`, message: 'is not a field of this request' });
  if (!Object.hasOwn(fields, 'token')) errors.push({ field: `${place}token`, message: 'is required' });
  const { permission, include } = fields;
  const permissions = permission === undefined || permission === null ? null : namesIn(permission);
  if (permissions === undefined) errors.push({ field: `${place}permission`, message: `must be a name, or a list of 1 to ${MAX_PERMISSIONS} names` });
  if (include !== undefined && include !== null) checkInclude(include, permissions, errors, place);
  const minEpoch = fields['min_epoch'] ?? 0;
  const isEpoch = Number.isSafeInteger(minEpoch) && Number(minEpoch) >= 0;
  if (!isEpoch) errors.push({ field: `${place}min_epoch`, message: 'must be an epoch: a whole number' });
  return { token: fields['token'], tenantId: fields['tenant_id'] ?? null, permissions: permissions ?? null, decisionOnly: include === 'decision', minEpoch: isEpoch ? Number(minEpoch) : 0 };
}

/**
 * The parameters of a form as a question. Unknown parameters are ignored (RFC 7662 section 2.1, RFC 6749 section 3.1).
 * @throws RequestErrors.invalid
 */
export function questionInForm(form: Form): Question {
  onlyValue(form, 'token_type_hint');
  const given = { token: onlyValue(form, 'token'), tenant_id: onlyValue(form, 'tenant_id'), permission: form.get('permission'), include: onlyValue(form, 'include'), min_epoch: epochIn(onlyValue(form, 'min_epoch')) };
  return toQuestion(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));
}

/** A form has only text. Text that is no epoch stays text, and is refused later. */
function epochIn(text: string | undefined): number | string | undefined {
  return text !== undefined && /^\d{1,16}$/.test(text) ? Number(text) : text;
}

/** Undefined for a value that names no permission. */
function namesIn(permission: unknown): readonly string[] | undefined {
  const names: unknown[] = Array.isArray(permission) ? permission : [permission];
  return names.length > 0 && names.length <= MAX_PERMISSIONS && names.every((name) => typeof name === 'string') ? names : undefined;
}

function checkInclude(include: unknown, permissions: readonly string[] | null | undefined, errors: FieldError[], place: string): void {
  const field = `${place}include`;
  if (include !== 'decision') errors.push({ field, message: 'must be decision' });
  else if (permissions === null) errors.push({ field, message: 'needs a permission to decide about' });
}
