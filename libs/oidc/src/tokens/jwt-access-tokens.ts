import { verify, type KeyObject } from 'node:crypto';
import { Settings } from '@authengine/config';
import { SealedSecrets } from '@authengine/crypto';
import { ownText } from '@authengine/kernel';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { AdapterPayload } from 'oidc-provider';
import type { SigningAlg } from '../keys/key-pair.js';
import { LiveKeys } from '../keys/live-keys.js';
import { toTokenFacts, type TokenFacts } from './token-facts.js';

/** What can be a signed token (RFC 7515 section 7.1); no opaque token has a dot. */
export const GENUINE_JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const MAX_LENGTH = 8192;
const MAX_REMEMBERED = 20_000;

interface Header {
  readonly alg: string;
  readonly typ: string;
  readonly kid: string;
}

/** JWT access tokens of applications (RFC 9068), signed with the rotating keys. */
@Injectable()
export class JwtAccessTokens {
  private readonly issuer: string;
  /** Claims whose signature was verified. Whether the key counts, and what they hang on stands, is asked every time. */
  private readonly remembered = new LRUCache<string, { readonly kid: string; readonly facts: TokenFacts }>({ max: MAX_REMEMBERED });

  constructor(
    private readonly keys: LiveKeys,
    private readonly seals: SealedSecrets,
    settings: Settings,
  ) {
    this.issuer = settings.values.APP_URL;
  }

  /** The facts of a token that was signed here; null for anything else. Whether it has expired is not asked. Never throws for a token. */
  async facts(token: string): Promise<TokenFacts | null> {
    if (token.length > MAX_LENGTH || !GENUINE_JWT.test(token)) return null;
    const known = this.remembered.get(token);
    if (known && this.keys.has(known.kid)) return known.facts;
    const [header = '', payload = '', signature = ''] = token.split('.');
    const told = parse(header) as Header | null;
    if (told === null || told.typ !== 'at+jwt' || typeof told.kid !== 'string' || Object.keys(told).length !== 3) return null;
    const verifier = (await this.keys.including(told.kid)).verifiers.get(told.kid);
    if (!verifier || verifier.alg !== told.alg) return null;
    if (!isSignedBy(verifier.key, verifier.alg, `${header}.${payload}`, signature)) return null;
    const facts = toTokenFacts(parse(payload), this.issuer);
    if (facts) this.remembered.set(ownText(token), { kid: told.kid, facts });
    return facts;
  }

  /** A name for the token that is no JWT, which only this service can make. */
  reference(token: string): string {
    return REFERENCE + this.seals.seal(token, REFERENCE_CONTEXT);
  }

  /** The facts of what `find` of the library was asked for: a JWT, or the reference to one. */
  async named(id: string): Promise<TokenFacts | null> {
    return this.facts(id.startsWith(REFERENCE) ? this.behind(id) : id);
  }

  /** Whether an id names a JWT. */
  isNamed(id: string): boolean {
    return id.startsWith(REFERENCE) || GENUINE_JWT.test(id);
  }

  /** A user's token in the library's words, where it may be used at this service's own endpoints. */
  async ofUser(id: string): Promise<AdapterPayload | undefined> {
    const facts = await this.named(id);
    if (!facts || facts.userId === null) return undefined;
    return { ...commonPayload(id, 'AccessToken', facts), accountId: facts.userId, grantId: facts.grantId ?? '', sessionUid: facts.sessionId ?? '', ...(facts.audience === this.issuer ? {} : { aud: facts.audience ?? '' }) };
  }

  /** The same for an application's own. */
  async ofApplication(id: string): Promise<AdapterPayload | undefined> {
    const facts = await this.named(id);
    return facts?.userId === null ? (commonPayload(id, 'ClientCredentials', facts) as AdapterPayload) : undefined;
  }

  private behind(reference: string): string {
    try {
      return this.seals.open(reference.slice(REFERENCE.length), REFERENCE_CONTEXT);
    } catch {
      return '';
    }
  }
}

const REFERENCE = '#jwt:';
const REFERENCE_CONTEXT = 'oidc-jwt-reference';

function commonPayload(id: string, kind: string, { clientId, scope, iat, exp, jkt }: TokenFacts): object {
  return { kind, jti: id, clientId, scope, iat, exp, ...(jkt === null ? {} : { jkt }) };
}

function isSignedBy(key: KeyObject, alg: SigningAlg, signed: string, signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  if (bytes.toString('base64url') !== signature) return false;
  return verify(alg === 'EdDSA' ? null : 'sha256', Buffer.from(signed), alg === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' } : key, bytes);
}

function parse(segment: string): unknown {
  try {
    return JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
