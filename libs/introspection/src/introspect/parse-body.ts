import { FORM_TYPE, JSON_TYPE, mediaType, parseForm, parseStrictJson, RequestErrors, type Form } from '@authengine/contracts';

/** An empty token is a token: it is answered, as any other that does not stand. */
const MAY_BE_EMPTY = ['token'];

export type Body = { readonly json: Record<string, unknown> } | { readonly form: Form };

/**
 * The fields of a JSON object, as strict as any other of the API, or, as RFC 7662 section 2.1 has it, of a form.
 * @throws RequestErrors.unsupported_media_type, RequestErrors.malformed
 */
export function parseBody(contentType: string | undefined, body: Buffer): Body {
  // No bytes are no body, whatever they are called.
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
