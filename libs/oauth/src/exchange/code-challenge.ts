import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether the verifier fits the S256 challenge (RFC 7636 section 4.6). Without a challenge there must be no verifier. */
export function answersChallenge(verifier: string | undefined, challenge: string | null): boolean {
  if (verifier === undefined || challenge === null) return verifier === undefined && challenge === null;
  const [given, expected] = [createHash('sha256').update(verifier, 'ascii').digest(), Buffer.from(challenge, 'base64url')];
  return given.length === expected.length && timingSafeEqual(given, expected);
}
