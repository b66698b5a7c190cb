import { verify } from 'node:crypto';
import { z } from 'zod';
import type { ProviderHttp } from '../outbound/provider-http.js';
import { OAuthErrors } from '../oauth.errors.js';
import { faultyClaim, IdTokenClaims, type Expected } from './id-token-claims.js';
import type { Jwks } from './jwks.js';

const MAX_LENGTH = 16_384;
const FORM = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;

/** Only this algorithm is accepted, whatever the token says (RFC 8725 section 3.1). `crit` is refused, because we know no extension. */
const Header = z.object({ alg: z.literal('RS256'), kid: z.string().min(1).max(256), crit: z.undefined().optional() });

/**
 * Verifies a provider's id_token: its signature, and every claim that binds it to this client and this flow. Returns its
 * claims.
 * @throws OAuthErrors.proof_refused, whose log names what was wrong
 */
export async function verifyIdToken(token: string | undefined, expected: Expected, keys: Jwks, http: ProviderHttp, now: () => Date): Promise<IdTokenClaims> {
  const [, head, body, signature] = token !== undefined && token.length <= MAX_LENGTH ? (FORM.exec(token) ?? []) : [];
  if (!head || !body || !signature) return refuse('form');
  const header = Header.safeParse(json(head));
  if (!header.success) return refuse('header');
  const key = await keys.find(header.data.kid, http);
  if (!key) return refuse('kid');
  if (!verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))) return refuse('signature');
  const claims = IdTokenClaims.safeParse(json(body));
  if (!claims.success) return refuse(String(claims.error.issues[0]?.path[0] ?? 'claims'));
  const fault = faultyClaim(claims.data, expected, now());
  return fault === null ? claims.data : refuse(fault);
}

function json(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function refuse(what: string): never {
  throw OAuthErrors.proof_refused({ log: { id_token: what } });
}
