/**
 * Why a URL cannot be one that this service asks or tells something; null when it can. Where requests really go is
 * decided when they are made, because a name may lead elsewhere by then.
 */
export function outboundUriFault(uri: string, production: boolean): string | null {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return 'must be an https URL';
  if (url.protocol === 'http:' && production) return 'must be https';
  return url.username !== '' || url.password !== '' || uri.includes('#') ? 'must have no user, password or fragment' : null;
}
