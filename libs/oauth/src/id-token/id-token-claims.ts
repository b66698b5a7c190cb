import { constantTimeEqual } from '@authengine/crypto';
import { z } from 'zod';
import { openIdSubject } from '../providers/subject.js';

/** The checked claims (OpenID Connect Core section 2). Other claims are not checked. */
export const IdTokenClaims = z.looseObject({
  iss: z.string(),
  sub: z.string().refine((sub) => openIdSubject(sub) !== null),
  aud: z.union([z.string(), z.array(z.string()).min(1)]),
  azp: z.string().optional(),
  exp: z.number(),
  iat: z.number(),
  nbf: z.number().optional(),
  nonce: z.string(),
});
export type IdTokenClaims = z.output<typeof IdTokenClaims>;

export interface Expected {
  readonly clientId: string;
  readonly nonce: string;
  readonly isIssuer: (iss: string, claims: IdTokenClaims) => boolean;
}

const SKEW_SECONDS = 60;

/** The name of the first wrong claim (OpenID Connect Core section 3.1.3.7), or null when all are right. */
export function faultyClaim(claims: IdTokenClaims, expected: Expected, now: Date): string | null {
  const seconds = now.getTime() / 1000;
  const audiences = [claims.aud].flat();
  const checks: readonly (readonly [string, boolean])[] = [
    ['iss', expected.isIssuer(claims.iss, claims)],
    ['aud', audiences.includes(expected.clientId)],
    // With several audiences there must be an authorized party, and it must be us.
    ['azp', (audiences.length === 1 && claims.azp === undefined) || claims.azp === expected.clientId],
    ['exp', claims.exp + SKEW_SECONDS > seconds],
    ['iat', claims.iat - SKEW_SECONDS <= seconds],
    ['nbf', claims.nbf === undefined || claims.nbf - SKEW_SECONDS <= seconds],
    ['nonce', constantTimeEqual(claims.nonce, expected.nonce)],
  ];
  return checks.find(([, holds]) => !holds)?.[0] ?? null;
}
