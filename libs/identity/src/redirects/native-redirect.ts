import { isLoopbackRedirect, isPrivateRedirect } from '@authengine/config';

const MAX_LENGTH = 2048;
/** A loopback address with a port and a path, as `new URL` writes it. */
const LOOPBACK = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::\d{1,5})?(?:[/?][\x21\x24-\x5b\x5d-\x7e]*)?$/;

/**
 * The URL of a native application to which a sign-in may return (RFC 8252): its private scheme URI, literally as it is
 * listed, or a listed loopback address with any port and path. Null for any other. Whoever else takes such a URL gets a code
 * and cannot exchange it, so the sign-in must have a code challenge.
 */
export function nativeRedirect(text: string, allowed: readonly string[]): URL | null {
  if (text.length > MAX_LENGTH || !URL.canParse(text)) return null;
  if (allowed.includes(text) && isPrivateRedirect(text)) return new URL(text);
  const address = LOOPBACK.exec(text)?.[1];
  return address !== undefined && isLoopbackRedirect(address) && allowed.includes(address) ? new URL(text) : null;
}
