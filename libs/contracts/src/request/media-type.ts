import { parse } from 'content-type';

export const JSON_TYPE = 'application/json';
export const FORM_TYPE = 'application/x-www-form-urlencoded';

/**
 * The media type of a `Content-Type` (RFC 9110 section 8.3), in lower case. Undefined without one, or with another charset
 * than UTF-8. Other parameters are ignored.
 */
export function mediaType(header: string | undefined): string | undefined {
  if (header === undefined || header === JSON_TYPE || header === FORM_TYPE) return header;
  const { type, parameters } = parse(header);
  const { charset } = parameters;
  return charset === undefined || /^utf-?8$/i.test(charset) ? type : undefined;
}
