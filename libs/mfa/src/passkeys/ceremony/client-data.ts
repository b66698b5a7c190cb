/**
 * The browser's description of the ceremony (section 5.8.1). The authenticator signs it, so verification uses all of
 * it.
 */
export interface ClientData {
  readonly challenge: string;
  readonly embedded: boolean;
}

/** Null when it is not client data. `embedded`: the ceremony ran in a frame on a page of another origin. */
export function readClientData(clientDataJSON: string): ClientData | null {
  let data: unknown;
  try {
    data = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
  if (typeof data !== 'object' || data === null || !('challenge' in data) || typeof data.challenge !== 'string') return null;
  const sameOrigin = !('crossOrigin' in data) || data.crossOrigin === false;
  return { challenge: data.challenge, embedded: !sameOrigin || 'topOrigin' in data };
}
