import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Clock } from '@authengine/kernel';
import { z } from 'zod';
import type { ProviderHttp } from '../outbound/provider-http.js';
import { OAuthErrors } from '../oauth.errors.js';

const FRESH_MS = 600_000;
const MIN_BITS = 2048;

const KeySet = z.object({ keys: z.array(z.unknown()).max(100) });
const RsaKey = z.object({ kty: z.literal('RSA'), kid: z.string(), n: z.string(), e: z.string(), use: z.literal('sig').optional(), alg: z.literal('RS256').optional() });

/** The signing keys that a provider publishes (RFC 7517), kept for ten minutes. An unknown key id makes it fetch them again. */
export class Jwks {
  private keys: ReadonlyMap<string, KeyObject> = new Map();
  private fetchedAt = -Infinity;

  constructor(
    private readonly url: string,
    private readonly clock: Clock,
  ) {}

  /**
   * The RS256 key of that id, or undefined. Only tokens from the token endpoint are checked here, so nobody outside can
   * make us fetch.
   */
  async find(kid: string, http: ProviderHttp): Promise<KeyObject | undefined> {
    const fresh = this.clock.now().getTime() - this.fetchedAt < FRESH_MS;
    if (!fresh || !this.keys.has(kid)) await this.fetch(http);
    return this.keys.get(kid);
  }

  private async fetch(http: ProviderHttp): Promise<void> {
    const parsed = KeySet.safeParse(await http.getJson(this.url));
    if (!parsed.success) throw OAuthErrors.provider_unavailable({ log: { fault: 'no key set' } });
    this.keys = new Map(parsed.data.keys.flatMap(toRsaKey));
    this.fetchedAt = this.clock.now().getTime();
  }
}

/** A set may hold keys of other kinds for other clients. They are skipped. */
function toRsaKey(jwk: unknown): [string, KeyObject][] {
  const parsed = RsaKey.safeParse(jwk);
  if (!parsed.success) return [];
  const { kid, n, e } = parsed.data;
  try {
    const key = createPublicKey({ format: 'jwk', key: { kty: 'RSA', n, e } });
    return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_BITS ? [[kid, key]] : [];
  } catch {
    return [];
  }
}
