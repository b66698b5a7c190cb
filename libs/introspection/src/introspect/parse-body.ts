import { parseStrictJson, RequestErrors } from '@authengine/contracts';

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'application/x-www-form-urlencoded';

/**
 * The fields of a JSON object, as strict as any other of the API, or, as RFC 7662 section 2.1 has it, of a form.
 * @throws RequestErrors.unsupported_media_type, RequestErrors.malformed, RequestErrors.invalid
 */
export function parseBody(contentType: string | undefined, body: Buffer): Record<string, unknown> {
  switch (mediaType(contentType)) {
    case JSON_TYPE:
      return parseStrictJson(body.toString('utf8'));
    case FORM_TYPE:
      return parseForm(body);
    default:
      throw RequestErrors.unsupported_media_type({ detail: `Send ${JSON_TYPE} or ${FORM_TYPE}.` });
  }
}

/** The media type when its charset is UTF-8, named or not. */
function mediaType(contentType: string | undefined): string | undefined {
  if (contentType === undefined || contentType === JSON_TYPE) return contentType;
  const [type = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length).replaceAll('"', '');
  return charset === undefined || charset === 'utf-8' ? type : undefined;
}

/** A parameter without a value counts as left out, one that is there twice is refused (RFC 6749 section 3.1); but an empty token is a token. */
function parseForm(body: Buffer): Record<string, unknown> {
  const fields = [...new URLSearchParams(body.toString('utf8'))].filter(([name, value]) => value !== '' || name === 'token');
  const byName = Object.fromEntries(fields);
  if (Object.keys(byName).length < fields.length) throw RequestErrors.invalid({ detail: 'A parameter is there more than once.' });
  return byName;
}
