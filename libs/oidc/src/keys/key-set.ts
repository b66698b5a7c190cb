import { createPublicKey, type KeyObject } from 'node:crypto';
import type { PublicJwk, SigningAlg } from './key-pair.js';

/** The keys as one node knows them at one moment. */
export interface KeySet {
  /** Two sets with the same version are the same. */
  readonly version: string;
  /** Whether the current key can sign: its private part could be opened. */
  readonly signs: boolean;
  /** With private parts, as far as they could be opened; the current one first. */
  readonly privateJwks: readonly Readonly<Record<string, unknown>>[];
  readonly publicJwks: readonly PublicJwk[];
  readonly verifiers: ReadonlyMap<string, { readonly alg: SigningAlg; readonly key: KeyObject }>;
}

export function keySetOf(keys: readonly { readonly publicJwk: PublicJwk; readonly privateJwk: Readonly<Record<string, unknown>> | undefined }[]): KeySet {
  const publicJwks = keys.map(({ publicJwk }) => publicJwk);
  return {
    version: keys.map(({ publicJwk: { kid }, privateJwk }) => (privateJwk ? kid : `${kid}-lost`)).join(' '),
    signs: keys[0]?.privateJwk !== undefined,
    privateJwks: keys.flatMap(({ publicJwk, privateJwk }) => (privateJwk ? [{ ...privateJwk, kid: publicJwk.kid, alg: publicJwk.alg, use: 'sig' }] : [])),
    publicJwks,
    verifiers: new Map(publicJwks.map((jwk) => [jwk.kid, { alg: jwk.alg, key: createPublicKey({ key: jwk, format: 'jwk' }) }])),
  };
}
