import type { ServerMetadata } from 'openid-client';

/** What a sign-in cannot do without. */
const NEEDED = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;

/**
 * The first member of a discovery document that a sign-in cannot use (OpenID Connect Discovery section 3), or null. The
 * browser is sent to one of these addresses, so none may be a script, or without TLS where the issuer has it.
 */
export function faultyEndpoint(metadata: ServerMetadata, insecure: boolean): string | null {
  const isFaulty = (url: unknown): boolean => typeof url !== 'string' || !URL.canParse(url) || !(insecure ? ['http:', 'https:'] : ['https:']).includes(new URL(url).protocol);
  if (metadata.userinfo_endpoint !== undefined && isFaulty(metadata.userinfo_endpoint)) return 'userinfo_endpoint';
  return NEEDED.find((name) => isFaulty(metadata[name])) ?? null;
}
