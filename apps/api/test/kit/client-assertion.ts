import { randomUUID, sign, type KeyObject } from 'node:crypto';

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An application's assertion about itself, signed with its ES256 key (RFC 7523 section 3); `exp` in seconds. */
export function clientAssertion(id: string, exp: number, key: KeyObject): string {
  const signed = `${part({ alg: 'ES256' })}.${part({ iss: id, sub: id, aud: 'http://auth.test', jti: randomUUID(), exp })}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}
