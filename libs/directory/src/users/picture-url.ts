const MAX_LENGTH = 2048;

/**
 * Whether `text` is an absolute https URL without credentials, written as RFC 3986 demands. This service never fetches
 * it.
 */
export function isPictureUrl(text: unknown): boolean {
  if (typeof text !== 'string' || text.length > MAX_LENGTH || !/^https:\/\/[\x21-\x5b\x5d-\x7e]+$/.test(text) || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === 'https:' && username === '' && password === '';
}
