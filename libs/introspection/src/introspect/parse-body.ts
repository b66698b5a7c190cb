import { FORM_TYPE, JSON_TYPE, mediaType, parseStrictJson, RequestErrors } from '@authengine/contracts';

/**
 * The fields of a JSON object, as strict as any other of the API, or, as RFC 7662 section 2.1 has it, of a form.
 * @throws RequestErrors.unsupported_media_type, RequestErrors.malformed, RequestErrors.invalid
 */
export function parseBody(contentType: string | undefined, body: Buffer): Record<string, unknown> {
  // No bytes are no body, whatever they are called.
  if (body.length === 0) return {};
  switch (mediaType(contentType)) {
    case JSON_TYPE:
      return parseStrictJson(body.toString('utf8'));
    case FORM_TYPE:
      return parseForm(body);
    default:
      throw RequestErrors.unsupported_media_type({ detail: `Send ${JSON_TYPE} or ${FORM_TYPE}.` });
  }
}

/** Of one form; each costs a microsecond, and a question has a handful. */
const MAX_PARAMETERS = 1_000;

/** A parameter without a value counts as left out, one that is there twice is refused (RFC 6749 section 3.1); but an empty token is a token. */
function parseForm(body: Buffer): Record<string, unknown> {
  const text = body.toString('utf8');
  if (text.split('&', MAX_PARAMETERS + 1).length > MAX_PARAMETERS) throw RequestErrors.malformed({ detail: 'The form has too many parameters.' });
  const fields = [...new URLSearchParams(text)].filter(([name, value]) => value !== '' || name === 'token');
  const byName = Object.fromEntries(fields);
  if (Object.keys(byName).length < fields.length) throw RequestErrors.invalid({ detail: 'A parameter is there more than once.' });
  return byName;
}
