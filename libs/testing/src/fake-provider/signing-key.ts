import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** An RSA key of a provider, and the ways to misuse it. */
export class SigningKey {
  private readonly privateKey: KeyObject;
  private readonly publicKey: KeyObject;

  constructor(private readonly kid: string) {
    ({ privateKey: this.privateKey, publicKey: this.publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 }));
  }

  jwk(): Record<string, unknown> {
    return { ...this.publicKey.export({ format: 'jwk' }), kid: this.kid, use: 'sig', alg: 'RS256' };
  }

  /** A JWT; claims and header members that are `undefined` are left out. */
  sign(claims: Readonly<Record<string, unknown>>, how: 'rsa' | 'none' | 'hmac', header: Readonly<Record<string, unknown>> = {}): string {
    const alg = how === 'rsa' ? 'RS256' : how === 'hmac' ? 'HS256' : 'none';
    const text = [{ alg, kid: this.kid, typ: 'JWT', ...header }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${text}.${this.signature(text, how)}`;
  }

  private signature(text: string, how: 'rsa' | 'none' | 'hmac'): string {
    if (how === 'none') return '';
    if (how === 'rsa') return sign('sha256', Buffer.from(text), this.privateKey).toString('base64url');
    return createHmac('sha256', this.publicKey.export({ format: 'pem', type: 'spki' })).update(text).digest('base64url');
  }
}
