/** The three parts of a compact JWS (RFC 7515 section 7.1), still encoded. */
export interface CompactJws {
  readonly header: string;
  readonly payload: string;
  readonly signature: string;
}

/** Far longer than any token issued here, and still cheap to read. */
const MAX_LENGTH = 4096;
/** 256 bits in base64url: the last character has two unused bits, which must be zero. */
const HS256_SIGNATURE = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;
const BASE64URL = /^[A-Za-z0-9_-]+$/;

/** The last part of a text that is no longer than a token; otherwise nothing. */
export function signatureSegment(token: string): string {
  return token.length > MAX_LENGTH ? '' : token.slice(token.lastIndexOf('.') + 1);
}

/** The three parts of a text that can be an HS256 token; null for any other value of any type. */
export function parseCompactJws(token: unknown): CompactJws | null {
  if (typeof token !== 'string' || token.length > MAX_LENGTH) return null;
  const first = token.indexOf('.');
  const second = token.indexOf('.', first + 1);
  if (first < 1 || second < 0) return null;
  const payload = token.slice(first + 1, second);
  const signature = token.slice(second + 1);
  return BASE64URL.test(payload) && HS256_SIGNATURE.test(signature) ? { header: token.slice(0, first), payload, signature } : null;
}

/**
 * Whether the payload is encoded exactly as our signer encodes it: no spare bits, no white space, no name twice (RFC
 * 8259 section 4 does not say which of two values a reader takes).
 */
export function isCanonicalPayload(segment: string, payload: unknown): boolean {
  return Buffer.from(JSON.stringify(payload)).toString('base64url') === segment;
}
