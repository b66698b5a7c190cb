import { isPrivateRedirect } from '@authengine/config';
import { nativeRedirect, redirectTarget } from '@authengine/identity';
import type { ApplicationType } from './application.entity.js';

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);
const LOOPBACK_ADDRESSES = ['http://127.0.0.1', 'http://[::1]'];

/**
 * Why a URI cannot be one that answers are sent to; null when it can. An answer is sent only to a URI that equals a
 * registered one, character by character, so each has one reading and no fragment (RFC 6749 section 3.1.2, RFC 9700
 * section 2.1). Only a loopback address of a native application leaves its port open (RFC 8252 section 7.3).
 */
export function redirectUriFault(uri: string, type: ApplicationType): string | null {
  if (type === 'service') return 'is not for a service, which signs nobody in';
  if (uri.includes('#')) return 'must have no fragment';
  if (type === 'native' && (isPrivateRedirect(uri) || nativeRedirect(uri, LOOPBACK_ADDRESSES))) return null;
  const url = URL.canParse(uri) ? new URL(uri) : null;
  if (!url || url.href !== withPath(uri, url) || !redirectTarget(uri, [url.origin])) {
    return type === 'native' ? 'must be an https URL, a private scheme like com.example.app:/callback, or http://127.0.0.1/callback' : 'must be a plain https URL';
  }
  return url.protocol === 'https:' || LOOPBACK_HOSTS.has(url.hostname) ? null : 'must be https; only on this machine (http://localhost:3000) may it be http';
}

/** An origin without a path is written by the parser with one. */
function withPath(uri: string, { origin, href }: URL): string {
  return uri === origin ? href : uri;
}
